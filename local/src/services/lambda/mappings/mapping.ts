/** Stored record of an event source mapping. Times are milliseconds since the epoch. */
export interface Mapping {
  readonly uuid: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly enabled: boolean;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportsItemFailures: boolean;
  readonly tags: { readonly [key: string]: string };
  readonly lastModifiedMs: number;
}
