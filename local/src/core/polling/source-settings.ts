interface CommonSettings {
  readonly uuid: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  /** Patterns of the filter criteria; a record must match at least one. Absent or empty: every record passes. */
  readonly filters?: readonly string[];
}

/** How a poller reads a queue. */
export interface QueueSettings extends CommonSettings {
  readonly queueArn: string;
  /** Number of batches that are processed at the same time; undefined for the default. */
  readonly maximumConcurrency: number | undefined;
}

export type StartingPosition = 'TRIM_HORIZON' | 'LATEST';

/** How a poller reads a stream. */
export interface StreamSettings extends CommonSettings {
  readonly streamArn: string;
  readonly startingPosition: StartingPosition;
  /** Sequence number after which a consumer without a checkpoint starts to read. */
  readonly startAfter: string;
  readonly bisects: boolean;
  /** -1 means no limit. */
  readonly maximumRetryAttempts: number;
  /** -1 means no limit. */
  readonly maximumRecordAgeSeconds: number;
}
