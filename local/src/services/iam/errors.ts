import { AwsError } from '../../core/aws/aws-error.ts';

const NOT_FOUND = 404;
const CONFLICT = 409;

/** When a role, policy or version that is named is not there. */
export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, { statusCode: NOT_FOUND });

/** When a name is already taken. */
export const alreadyExists = (message: string): AwsError =>
  new AwsError('EntityAlreadyExists', message, { statusCode: CONFLICT });

/** When something still hangs on what is to be deleted. */
export const deleteConflict = (message: string): AwsError =>
  new AwsError('DeleteConflict', message, { statusCode: CONFLICT });

export const malformedPolicy = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
