import { AwsError } from '../../core/aws/aws-error.ts';

export const badRequest = (message: string, options: ErrorOptions = {}): AwsError =>
  new AwsError('BadRequestException', message, options);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { statusCode: 404 });

/** For a name that another API has: names are addresses here. */
export const apiExists = (name: string): AwsError =>
  new AwsError('ResourceConflictException', `There is an API named ${name} already, and its name is its address.`, {
    statusCode: 409,
  });
