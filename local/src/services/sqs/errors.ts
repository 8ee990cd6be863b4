import { AwsError } from '../../core/aws/aws-error.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';

/**
 * Error codes that are different in the older query protocol.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html
 */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  QueueNameExists: 'QueueAlreadyExists',
  QueueDeletedRecently: 'AWS.SimpleQueueService.QueueDeletedRecently',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

export const queryCodeOf = (code: string): string => QUERY_CODES[code] ?? code;

export const queueDoesNotExist = (): AwsError =>
  new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

/** InvalidParameterValue with AWS's usual message. */
export const invalidValue = (name: string, value: unknown, reason: string): AwsError =>
  invalidParameter(`Value ${textOfAny(value)} for parameter ${name} is invalid. Reason: ${reason}`);

/** The reason for a parameter that is valid only for the other type of queue (standard or FIFO). */
export const NOT_FOR_THIS_TYPE = 'The request include parameter that is not valid for this queue type.';

export const receiptHandleIsInvalid = (handle: string): AwsError =>
  new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);

export const messageNotInflight = (): AwsError =>
  new AwsError('MessageNotInflight', 'The specified message is not in flight.');

export const overLimit = (limit: number): AwsError =>
  new AwsError('OverLimit', `Too many messages in flight: the queue has reached its limit of ${limit}.`, {
    statusCode: 403,
  });

export const resourceNotFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
