import { AwsError, CannotAssumeError } from '../../../core/aws/aws-error.ts';

/** Makes the error of a service for a role that does not trust it. */
type Refusal = (roleArn: string) => AwsError;

/** The errors with AWS's messages, by service principal. */
const REFUSALS: { readonly [service: string]: Refusal | undefined } = {
  'lambda.amazonaws.com': () =>
    new AwsError('InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda.'),
  'states.amazonaws.com': () =>
    new AwsError(
      'AccessDeniedException',
      'Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.',
    ),
  'events.amazonaws.com': (roleArn) =>
    new AwsError(
      'ValidationException',
      `Provided role '${roleArn}' cannot be assumed by principal 'events.amazonaws.com'.`,
    ),
  'pipes.amazonaws.com': (roleArn) =>
    new AwsError('ValidationException', `The role ${roleArn} must allow pipes.amazonaws.com to assume it.`),
  'scheduler.amazonaws.com': () =>
    new AwsError(
      'ValidationException',
      'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.',
    ),
};

/**
 * The error for a request that passes a role to a service that the role's trust policy does not name. Undefined for
 * services without such an error.
 */
export const untrustedService = (service: string, roleArn: string): AwsError | undefined =>
  REFUSALS[service]?.(roleArn);

/** The error for a call with a role that its service may not assume any more. */
export const cannotAssume = (service: string, roleArn: string): AwsError =>
  service === 'lambda.amazonaws.com'
    ? new AwsError('AccessDeniedException', 'The role defined for the function cannot be assumed by Lambda.', {
        statusCode: 403,
      })
    : new CannotAssumeError(
        'AccessDeniedException',
        `${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
