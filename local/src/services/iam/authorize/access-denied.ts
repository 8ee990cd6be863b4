import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Decision } from '../../../core/policy/decide.ts';

interface Wording {
  readonly code: string;
  readonly statusCode: number;
  /** Formats an action for the service's error message. */
  action(action: string): string;
}

const asIs = (action: string): string => action;

/** Services with a JSON protocol answer with status 400, services with a REST or Query protocol with 403. */
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
  /** The called service, which determines the error code. */
  readonly service: string;
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
}

/**
 * The access-denied error in the form of the called service.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const accessDenied = (request: DeniedRequest, decision: Decision & { allowed: false }): AwsError => {
  const wording = WORDINGS[request.service] ?? JSON_WORDING;
  const action = wording.action(request.action);
  const because =
    decision.reason === 'explicit deny'
      ? `with an explicit deny in ${article(decision.policyType)} ${decision.policyType} policy`
      : `because no ${decision.policyType} policy allows the ${action} action`;
  return denial(wording, `${sentence(request, action)} ${because}`);
};

/** The error for an action that the permission tables do not contain. */
export const unknownActionDenied = (request: DeniedRequest): AwsError => {
  const wording = WORDINGS[request.service] ?? JSON_WORDING;
  return denial(
    wording,
    `${sentence(request, request.action)} because this runtime does not know the permission for this action`,
  );
};

const sentence = ({ principalArn, resource }: DeniedRequest, action: string): string =>
  `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;

const article = (policyType: string): string => (policyType.startsWith('i') ? 'an' : 'a');

const denial = ({ code, statusCode }: Wording, message: string): AwsError =>
  new AwsError(code, message, { statusCode });
