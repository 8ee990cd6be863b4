/** An AWS service that assumes a role for one of its resources, e.g. Lambda for a function. */
export interface AssumingService {
  /** e.g. `lambda.amazonaws.com` */
  readonly service: string;
  /** ARN of the resource. */
  readonly sourceArn: string;
}

/** Identity that makes a call: a client, identified by its access key, or a service inside the runtime. */
export type Caller =
  /** The account's administrator: the user's access key, and the deployment of the template. */
  | { readonly kind: 'administrator'; readonly arn: string; readonly accountId: string }
  /** A role that a function, a state machine, a rule or a schedule assumes. */
  | {
      readonly kind: 'role';
      /** arn:aws:sts::<account>:assumed-role/<role>/<session> */
      readonly arn: string;
      readonly accountId: string;
      readonly roleArn: string;
      /** The service that has assumed the role; undefined if it was assumed by AssumeRole. */
      readonly assumedBy?: AssumingService;
    }
  /** An AWS service that a resource policy allows, e.g. EventBridge sending to a queue. */
  | {
      readonly kind: 'service';
      /** e.g. `events.amazonaws.com` */
      readonly service: string;
      readonly arn: string;
      readonly accountId: string;
      readonly sourceArn: string;
    }
  /** Anybody who calls a function URL without authentication. */
  | {
      readonly kind: 'anonymous';
      readonly arn: string;
      /** The account of the called resource. */
      readonly accountId: string;
    };

export const administrator = (accountId: string): Caller => ({
  kind: 'administrator',
  arn: `arn:aws:iam::${accountId}:root`,
  accountId,
});

/** A caller that has assumed `roleArn` with the session name `session`. */
export const assumedRole = (roleArn: string, session: string, assumedBy?: AssumingService): Caller => {
  const accountId = roleArn.split(':')[4] ?? '';
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  const arn = `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session}`;
  return { kind: 'role', arn, accountId, roleArn, ...(assumedBy && { assumedBy }) };
};

export const anonymous = (accountId: string): Caller => ({ kind: 'anonymous', arn: 'anonymous', accountId });

export const serviceCaller = (service: string, accountId: string, sourceArn: string): Caller => ({
  kind: 'service',
  service,
  arn: service,
  accountId,
  sourceArn,
});
