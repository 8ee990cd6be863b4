/** Stored record of an event source mapping. Times are milliseconds since the epoch. */
interface CommonMapping {
  readonly uuid: string;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  /** Patterns of the filter criteria; a record must match one of them. Missing in mappings of former versions. */
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
  /** Sequence number after which a mapping without a checkpoint begins. */
  readonly startAfter: string;
  readonly bisects: boolean;
  /** -1: no limit. */
  readonly maximumRetryAttempts: number;
  /** -1: no limit. */
  readonly maximumRecordAgeSeconds: number;
  /** Queue or topic that gets the metadata of discarded batches. */
  readonly onFailureArn: string | undefined;
}

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST';

export type Mapping = QueueMapping | StreamMapping;

export const isStreamMapping = (mapping: Mapping): mapping is StreamMapping => 'streamArn' in mapping;

export const sourceArnOf = (mapping: Mapping): string =>
  isStreamMapping(mapping) ? mapping.streamArn : mapping.queueArn;
