import { AwsError } from '../../core/aws/aws-error.ts';
import { constraintMessage } from '../../core/parameters/constraint.ts';

/** Errors of CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */
const error = (code: string) => (message: string) => new AwsError(code, message);

export const alreadyExists = error('ResourceAlreadyExistsException');
const notFound = error('ResourceNotFoundException');
export const invalidParameter = error('InvalidParameterException');

export const groupNotFound = (): AwsError => notFound('The specified log group does not exist.');
export const streamNotFound = (): AwsError => notFound('The specified log stream does not exist.');

/** The error for a member whose value violates a rule. */
export const constraint = (member: string, value: unknown, rule: string): AwsError =>
  invalidParameter(constraintMessage(member, value, rule));
