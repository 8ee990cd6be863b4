import { AwsError } from '../../core/aws/aws-error.ts';
import { constraintMessage } from '../../core/parameters/constraint.ts';

/** Constructors for the Lambda API's errors. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html */
const user =
  (code: string, statusCode: number) =>
  (message: string, fields: Record<string, unknown> = {}, options: ErrorOptions = {}) =>
    new AwsError(code, message, { ...options, statusCode, fields: { Type: 'User', ...fields } });

export const notFound = user('ResourceNotFoundException', 404);
export const conflict = user('ResourceConflictException', 409);
export const invalidParameter = user('InvalidParameterValueException', 400);
export const invalidContent = user('InvalidRequestContentException', 400);
export const requestTooLarge = user('RequestTooLargeException', 413);
export const throttled = user('TooManyRequestsException', 429);
export const preconditionFailed = user('PreconditionFailedException', 412);
export const recursiveInvocation = user('RecursiveInvocationException', 400);
export const accessDenied = user('AccessDeniedException', 403);
export const invalidZip = (cause: unknown) =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.', {}, { cause });

export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);

/** A ValidationException in Lambda's wording: the member with this value violates the rule. */
export const constraint = (member: string, value: unknown, rule: string): AwsError =>
  user('ValidationException', 400)(constraintMessage(member, value, rule));
