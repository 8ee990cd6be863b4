/** A log group as it is stored. Times are milliseconds since the epoch. */
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
  /** The place of the event in its group; later ones are greater. */
  readonly position: number;
}
