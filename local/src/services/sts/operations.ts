import { type OperationInput, operation } from '../../core/operation.ts';

export interface CallerIdentity {
  /** The unique id of a role and the name of its session; the account's id for the administrator. */
  readonly UserId: string;
  readonly Account: string;
  readonly Arn: string;
}

export const getCallerIdentity = operation<OperationInput, CallerIdentity>('sts', 'GetCallerIdentity');
