import { AwsError } from '../../core/aws/aws-error.ts';

/** Errors of the EventBridge Pipes API. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/CommonErrors.html */
export const pipeNotFound = (name: string): AwsError =>
  new AwsError('NotFoundException', `Pipe ${name} does not exist.`, { statusCode: 404 });

export const pipeExists = (name: string): AwsError =>
  new AwsError('ConflictException', `Pipe ${name} already exists.`, { statusCode: 409 });
