/** A stored log group. All times in this file are milliseconds since the epoch. */
export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly retentionDays: number | undefined;
  readonly tags: { readonly [key: string]: string };
}

export interface LogStream {
  readonly name: string;
  readonly createdMs: number;
}

export interface LogEvent {
  readonly stream: string;
  readonly timestampMs: number;
  readonly ingestedMs: number;
  readonly message: string;
  /** Position of the event in its group; it grows in the order of ingestion. */
  readonly position: number;
}
