import { AwsError } from '../../core/aws/aws-error.ts';

/** The error of the actions on backups for a table that does not exist. */
export const tableNotFound = (name: string): AwsError =>
  new AwsError('TableNotFoundException', `Table not found: ${name}`);
