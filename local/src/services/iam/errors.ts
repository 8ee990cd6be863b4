import { AwsError } from '../../core/aws/aws-error.ts';

const NOT_FOUND = 404;
const CONFLICT = 409;

/** The error for a role, policy or version that does not exist. */
export const noSuchEntity = (message: string): AwsError =>
  new AwsError('NoSuchEntity', message, { statusCode: NOT_FOUND });

/** The error for a name that is already used. */
export const alreadyExists = (message: string): AwsError =>
  new AwsError('EntityAlreadyExists', message, { statusCode: CONFLICT });

/** The error for an entity that cannot be deleted because other entities depend on it. */
export const deleteConflict = (message: string): AwsError =>
  new AwsError('DeleteConflict', message, { statusCode: CONFLICT });

export const malformedPolicy = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);
