import { AwsError } from '../../core/aws/aws-error.ts';

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { statusCode: 404 });

/**
 * API Gateway's message for an expression that its validation refuses, such as a `mapping` or a `selection` of a parameter.
 */
export const invalidExpression = (kind: 'mapping' | 'selection', error: string): string =>
  `Invalid ${kind} expression specified: Validation Result: warnings : [], errors : [${error}]`;

/** API Gateway's message for a parameter that is not valid in a mapping. */
export const invalidMapping = (parameter: string): string =>
  invalidExpression('mapping', `Invalid mapping expression parameter specified: ${parameter}`);

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
