/** The parts of an ARN; `resource` keeps every further colon and slash. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Reads `arn:partition:service:region:account:resource`; undefined when it is none. */
export const parseArn = (text: string): Arn | undefined => {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || accountId === undefined || !resource.length)
    return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
};

/** Which account and region everything of this runtime lives in. */
export interface Home {
  readonly region: string;
  readonly accountId: string;
}

export const arnOf = (home: Home, service: string, resource: string): string =>
  `arn:aws:${service}:${home.region}:${home.accountId}:${resource}`;
