import { AwsError } from '../../core/aws/aws-error.ts';

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { statusCode: 404 });

/**
 * The error for a name that another API already has. Unlike on AWS, names must be unique, because the address of an API
 * contains its name.
 */
export const apiExists = (name: string): AwsError =>
  new AwsError(
    'ResourceConflictException',
    `An API named ${name} already exists. Choose another name: the API's address contains it.`,
    {
      statusCode: 409,
    },
  );
