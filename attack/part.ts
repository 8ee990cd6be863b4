import type { Choices } from '../chaos/random.ts';
import type { Fault } from './judge/faults.ts';

/** What a run gives to a part. */
export interface Stage {
  readonly choices: Choices;
  /** Requests that the parts with random inputs send. */
  readonly inputs: number;
  /** Sends only the input with this number, and prints request and answer. */
  readonly input: number | undefined;
  /** Empty at the start; removed after the part. */
  readonly directory: string;
  logProgress(line: string): void;
}

/** What a part did, for example `{ requests: 3 }`, and what it found. */
export interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly faults: readonly Fault[];
  /** Lines that the report shows besides the counts. */
  readonly notes?: readonly string[];
}

/** One kind of attack. */
export interface Part {
  /** Printed before the part runs and in the usage text. */
  readonly question: string;
  run(stage: Stage): Promise<Outcome>;
}
