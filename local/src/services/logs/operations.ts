import { operation } from '../../core/operation.ts';

export type LogStreamName = {
  readonly logGroupName: string;
  readonly logStreamName: string;
};

export interface InputLogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export const putLogEvents = operation<LogStreamName & { readonly logEvents: readonly InputLogEvent[] }>(
  'logs',
  'PutLogEvents',
);

export const createLogStream = operation<LogStreamName>('logs', 'CreateLogStream');

type CreateLogGroupInput = {
  readonly logGroupName: string;
  readonly tags?: { readonly [key: string]: string };
};

export const createLogGroup = operation<CreateLogGroupInput>('logs', 'CreateLogGroup');

type PutRetentionPolicyInput = {
  readonly logGroupName: string;
  readonly retentionInDays: number;
};

export const putRetentionPolicy = operation<PutRetentionPolicyInput>('logs', 'PutRetentionPolicy');

export const deleteRetentionPolicy = operation<{ readonly logGroupName: string }>('logs', 'DeleteRetentionPolicy');

export const deleteLogGroup = operation<{ readonly logGroupName: string }>('logs', 'DeleteLogGroup');
