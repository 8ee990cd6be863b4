import { AwsError } from '../../core/aws/aws-error.ts';

/** Errors of the EventBridge Scheduler API. https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message, { statusCode: 404 });
const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { statusCode: 409 });

export const scheduleNotFound = (name: string): AwsError => notFound(`Schedule ${name} does not exist.`);
export const groupNotFound = (name: string): AwsError => notFound(`Schedule group ${name} does not exist.`);
export const resourceNotFound = (arn: string): AwsError => notFound(`Resource ${arn} does not exist.`);
export const scheduleExists = (name: string): AwsError => conflict(`Schedule ${name} already exists.`);
export const groupExists = (name: string): AwsError => conflict(`Schedule group ${name} already exists.`);
