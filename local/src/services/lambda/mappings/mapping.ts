/** Stored record of an event source mapping. Times are milliseconds since the epoch. */
interface CommonMapping {
  readonly uuid: string;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  /**
   * Patterns of the filter criteria; a record must match at least one. Absent in mappings that an older version of this
   * runtime stored.
   */
  readonly filters?: readonly string[];
  readonly tags: { readonly [key: string]: string };
  readonly lastModifiedMs: number;
}

export interface QueueMapping extends CommonMapping {
  readonly queueArn: string;
  readonly maximumConcurrency: number | undefined;
}

export interface StreamMapping extends CommonMapping {
  readonly streamArn: string;
  readonly startingPosition: StartingPosition;
  /** Sequence number after which a mapping without a checkpoint starts to read. */
  readonly startAfter: string;
  readonly bisects: boolean;
  /** -1 means no limit. */
  readonly maximumRetryAttempts: number;
  /** -1 means no limit. */
  readonly maximumRecordAgeSeconds: number;
  /** ARN of the queue or topic that receives the metadata of discarded batches. */
  readonly onFailureArn: string | undefined;
}

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST';

export type Mapping = QueueMapping | StreamMapping;

export const isStreamMapping = (mapping: Mapping): mapping is StreamMapping => 'streamArn' in mapping;

export const sourceArnOf = (mapping: Mapping): string =>
  isStreamMapping(mapping) ? mapping.streamArn : mapping.queueArn;
