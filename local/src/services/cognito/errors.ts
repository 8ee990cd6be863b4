import { AwsError } from '../../core/aws/aws-error.ts';

export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);

export const poolNotFound = (poolId: string): AwsError => notFound(`User pool ${poolId} does not exist.`);

export const userNotFound = (): AwsError => new AwsError('UserNotFoundException', 'User does not exist.');

/**
 * The error for a name that exists already. If a deployment is repeated, it accepts this error for resources that it
 * created before.
 */
export const exists = (what: string): AwsError => new AwsError('ResourceConflictException', `${what} already exists.`);
