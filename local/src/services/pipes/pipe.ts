import type { StartingPosition } from '../../core/polling/source-settings.ts';

export interface QueueParameters {
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
}

export interface StreamParameters extends QueueParameters {
  readonly StartingPosition: StartingPosition;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  /** -1 means no limit. */
  readonly MaximumRecordAgeInSeconds: number;
  /** -1 means no limit. */
  readonly MaximumRetryAttempts: number;
  readonly OnPartialBatchItemFailure?: 'AUTOMATIC_BISECT';
  readonly ParallelizationFactor: number;
}

/** Exactly one of the members for queues and streams is set. */
export interface SourceParameters {
  readonly FilterCriteria?: { readonly Filters: readonly { readonly Pattern: string }[] };
  readonly SqsQueueParameters?: QueueParameters;
  readonly DynamoDBStreamParameters?: StreamParameters;
}

export interface EnrichmentParameters {
  readonly InputTemplate?: string;
}

export type InvocationType = 'REQUEST_RESPONSE' | 'FIRE_AND_FORGET';

/** Texts that begin with `$` are paths to a value of the event. */
export interface TargetParameters {
  readonly InputTemplate?: string;
  readonly LambdaFunctionParameters?: { readonly InvocationType?: InvocationType };
  readonly StepFunctionStateMachineParameters?: { readonly InvocationType?: InvocationType };
  readonly SqsQueueParameters?: { readonly MessageGroupId?: string; readonly MessageDeduplicationId?: string };
  readonly EventBridgeEventBusParameters?: {
    readonly DetailType?: string;
    readonly Source?: string;
    readonly Resources?: readonly string[];
    readonly Time?: string;
  };
  readonly CloudWatchLogsParameters?: { readonly LogStreamName?: string; readonly Timestamp?: string };
}

/** A pipe. The parameters have the shape of the API. Times are milliseconds since the epoch. */
export interface Pipe {
  readonly name: string;
  /** Identifies the pipe's position in its stream; a new pipe with the same name has another one. */
  readonly uuid: string;
  readonly description?: string;
  readonly desiredState: 'RUNNING' | 'STOPPED';
  readonly source: string;
  readonly sourceParameters: SourceParameters;
  /** Sequence number after which a new pipe starts to read its stream; '' for a queue. */
  readonly startAfter: string;
  readonly enrichment?: string;
  readonly enrichmentParameters: EnrichmentParameters;
  readonly target: string;
  readonly targetParameters: TargetParameters;
  readonly roleArn: string;
  readonly tags: { readonly [key: string]: string };
  readonly createdMs: number;
  readonly modifiedMs: number;
}
