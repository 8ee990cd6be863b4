type Input = Readonly<Record<string, unknown>>;

/** Units that one successful request is billed for, each with its amount. */
export type Units = readonly (readonly [unit: string, amount: number])[];

/** A request that succeeded. */
export interface AnsweredRequest {
  readonly action: string;
  readonly input: Input;
  readonly answer: unknown;
}

export type BilledUnits = (request: AnsweredRequest) => Units;

/** SQS, SNS and EventBridge bill every started 64 KiB of a message or event as one request. */
const CHUNK_BYTES = 65_536;

/** Number of started 64 KiB chunks of `text`; at least 1. */
export const billedChunks = (text: unknown): number =>
  Math.max(1, Math.ceil(Buffer.byteLength(typeof text === 'string' ? text : '') / CHUNK_BYTES));

export const entriesOf = (input: Input): readonly Input[] =>
  Array.isArray(input.Entries) ? (input.Entries as Input[]) : [];
