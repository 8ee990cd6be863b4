import { AwsError } from '../../../core/aws/aws-error.ts';

/** The error of a service that is handed a role that does not trust it. */
type Refusal = (roleArn: string) => AwsError;

/** By service principal, in AWS's words. */
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
};

/** The error for handing a role to a service that its trust policy does not name; undefined for other services. */
export const untrustedService = (service: string, roleArn: string): AwsError | undefined =>
  REFUSALS[service]?.(roleArn);

/** The error of a call with a role that its service may no longer assume. */
export const cannotAssume = (service: string, roleArn: string): AwsError =>
  service === 'lambda.amazonaws.com'
    ? new AwsError('AccessDeniedException', 'The role defined for the function cannot be assumed by Lambda.', {
        statusCode: 403,
      })
    : new AwsError(
        'AccessDeniedException',
        `${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      );
