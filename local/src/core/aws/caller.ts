/** Who makes a call. Every call has one: the wire's from its access key, the runtime's own from role or service. */
export type Caller =
  /** The account's administrator: the user's own keys, and the deployment of the template. */
  | { readonly kind: 'administrator'; readonly arn: string; readonly accountId: string }
  /** A role that a function, a state machine or a rule has assumed. */
  | {
      readonly kind: 'role';
      /** arn:aws:sts::<account>:assumed-role/<role>/<session> */
      readonly arn: string;
      readonly accountId: string;
      readonly roleArn: string;
    }
  /** An AWS service acting by a resource policy, e.g. a rule that sends to a queue. */
  | {
      readonly kind: 'service';
      /** e.g. `events.amazonaws.com` */
      readonly service: string;
      readonly arn: string;
      readonly accountId: string;
      readonly sourceArn: string;
    };

export const administrator = (accountId: string): Caller => ({
  kind: 'administrator',
  arn: `arn:aws:iam::${accountId}:root`,
  accountId,
});

/** `roleArn` as assumed by something under the name `session`. */
export const assumedRole = (roleArn: string, session: string): Caller => {
  const accountId = roleArn.split(':')[4] ?? '';
  const roleName = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return { kind: 'role', arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session}`, accountId, roleArn };
};

export const serviceCaller = (service: string, accountId: string, sourceArn: string): Caller => ({
  kind: 'service',
  service,
  arn: service,
  accountId,
  sourceArn,
});
