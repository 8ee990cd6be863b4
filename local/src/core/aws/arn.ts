/** A parsed ARN; `resource` contains all remaining colons and slashes. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Parses `arn:partition:service:region:account:resource`; undefined if `text` is not an ARN. */
export const parseArn = (text: string): Arn | undefined => {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || accountId === undefined || !resource.length)
    return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
};

/** Account and region of all resources of this runtime. */
export interface Home {
  readonly region: string;
  readonly accountId: string;
}

export const arnOf = (home: Home, service: string, resource: string): string =>
  `arn:aws:${service}:${home.region}:${home.accountId}:${resource}`;
