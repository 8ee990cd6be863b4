import { AwsError } from '../../core/aws/aws-error.ts';

/** Why a resource or an output failed, for the message of a DeploymentError. */
export const reasonOf = (error: unknown): string => {
  if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
};
