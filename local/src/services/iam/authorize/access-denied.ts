import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Decision } from '../../../core/policy/decide.ts';

interface Wording {
  readonly code: string;
  readonly statusCode: number;
  /** How the service writes an action in its message. */
  action(action: string): string;
}

const asIs = (action: string): string => action;

/** JSON services answer 400, REST and query ones 403. */
const JSON_WORDING: Wording = { code: 'AccessDeniedException', statusCode: 400, action: asIs };
const WORDINGS: { readonly [service: string]: Wording | undefined } = {
  iam: { code: 'AccessDenied', statusCode: 403, action: asIs },
  lambda: { code: 'AccessDeniedException', statusCode: 403, action: asIs },
  ses: { code: 'AccessDeniedException', statusCode: 403, action: asIs },
  sns: { code: 'AuthorizationError', statusCode: 403, action: (action) => action.replace(/^sns:/, 'SNS:') },
  sqs: { code: 'AccessDenied', statusCode: 403, action: (action) => action.toLowerCase() },
  sts: { code: 'AccessDenied', statusCode: 403, action: asIs },
};

export interface DeniedRequest {
  /** The service that was called; its errors have their own code. */
  readonly service: string;
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
}

/** The error as the called service words it: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const accessDenied = (request: DeniedRequest, decision: Decision & { allowed: false }): AwsError => {
  const wording = WORDINGS[request.service] ?? JSON_WORDING;
  const action = wording.action(request.action);
  const because =
    decision.reason === 'explicit deny'
      ? `with an explicit deny in ${article(decision.policyType)} ${decision.policyType} policy`
      : `because no ${decision.policyType} policy allows the ${action} action`;
  return denial(wording, `${sentence(request, action)} ${because}`);
};

/** For an action that the tables do not know: it is denied, and says so. */
export const unknownActionDenied = (request: DeniedRequest): AwsError => {
  const wording = WORDINGS[request.service] ?? JSON_WORDING;
  return denial(
    wording,
    `${sentence(request, request.action)} because the permission it needs is not known to this runtime`,
  );
};

const sentence = ({ principalArn, resource }: DeniedRequest, action: string): string =>
  `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;

const article = (policyType: string): string => (policyType.startsWith('i') ? 'an' : 'a');

const denial = ({ code, statusCode }: Wording, message: string): AwsError =>
  new AwsError(code, message, { statusCode });
