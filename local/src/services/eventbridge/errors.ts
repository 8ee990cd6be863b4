import { AwsError } from '../../core/aws/aws-error.ts';

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
export const alreadyExists = (message: string): AwsError => new AwsError('ResourceAlreadyExistsException', message);
export const busNotFound = (bus: string): AwsError => notFound(`Event bus ${bus} does not exist.`);
export const ruleNotFound = (rule: string, bus: string): AwsError =>
  notFound(`Rule ${rule} does not exist on EventBus ${bus}.`);
