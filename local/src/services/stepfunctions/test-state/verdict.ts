import type { Snapshot } from '../interpreter/contract.ts';
import type { TracedValues } from '../interpreter/trace.ts';
import type { Json } from '../language/json.ts';

/** The result of one evaluation of a state. */
export interface Verdict {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: Json | undefined;
  readonly nextState?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** The verdict of an execution whose only state has ended or waits for its next attempt. */
export const verdictOf = ({ status, output, error, cause }: Snapshot, values: Partial<TracedValues>): Verdict => {
  const failure = { error: values.failure?.error, cause: values.failure?.cause };
  if (status === 'RUNNING') return { status: 'RETRIABLE', ...failure };
  if (status !== 'SUCCEEDED') return { status: 'FAILED', error, cause };
  const left = { output, nextState: values.nextState };
  return values.catchIndex === undefined ? { status, ...left } : { status: 'CAUGHT_ERROR', ...left, ...failure };
};
