import { jsonataHandover, pathField } from '../interpreter/data-flow.ts';
import { type Failure, StateFailure } from '../interpreter/failure.ts';
import type { Catcher } from '../interpreter/program.ts';
import { delayMs, matches } from '../interpreter/recovery.ts';
import type { Json } from '../language/json.ts';
import { applyResultPath } from '../language/reference-path.ts';
import { StatesError } from '../language/states-error.ts';
import { passThrough, type Trial } from './trial.ts';

/** What came of trying a state. */
export interface Verdict {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: Json;
  readonly nextState?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** Tries a state once: its output, or whether the next thing would be a retry, a Catch or failure. */
export const verdictOf = async (trial: Trial): Promise<Verdict> => {
  try {
    return { status: 'SUCCEEDED', ...(await passThrough(trial)) };
  } catch (thrown) {
    return recovered(trial, failureOf(thrown));
  }
};

const recovered = async (trial: Trial, failure: Failure): Promise<Verdict> => {
  const reason = { error: failure.error, cause: failure.cause };
  if (failure.fatal) return { status: 'FAILED', ...reason };
  if (wouldRetry(trial, failure)) return { status: 'RETRIABLE', ...reason };
  const { catchers } = trial.state;
  const index = catchers.findIndex((each) => matches(each.errorEquals, failure));
  const catcher = catchers[index];
  if (!catcher) return { status: 'FAILED', ...reason };
  trial.inspection.noteError({ catchIndex: index });
  const output = await caughtOutput(trial, catcher, failure, `Catch[${index}]/`);
  return { status: 'CAUGHT_ERROR', ...reason, output, nextState: catcher.next };
};

const wouldRetry = ({ state, configuration, inspection, scope }: Trial, failure: Failure): boolean => {
  const index = state.retriers.findIndex((each) => matches(each.errorEquals, failure));
  const retrier = state.retriers[index];
  if (!retrier) return false;
  inspection.noteError({ retryIndex: index });
  const used = configuration.retrierRetryCount;
  if (used >= retrier.maxAttempts) return false;
  inspection.noteError({ retryBackoffIntervalSeconds: delayMs(retrier, used, scope.random.number()) / 1000 });
  return true;
};

const caughtOutput = async ({ state, scope }: Trial, { fields }: Catcher, failure: Failure, place: string) => {
  const errorOutput = { Error: failure.error ?? null, Cause: failure.cause ?? null };
  if (!state.jsonata) return applyResultPath(scope.input, pathField(fields, 'ResultPath'), errorOutput);
  return (await jsonataHandover({ ...scope, errorOutput }, fields, errorOutput, place)).output;
};

const failureOf = (thrown: unknown): Failure => {
  if (thrown instanceof StateFailure) return thrown.failure;
  if (!(thrown instanceof StatesError)) throw thrown;
  const failure = { error: thrown.error, cause: thrown.causeText };
  return thrown.error === 'States.Runtime' ? { ...failure, fatal: true } : failure;
};
