import type { Json, JsonObject } from '../language/json.ts';
import { applyResultPath } from '../language/reference-path.ts';
import type { Handover } from './data-flow.ts';
import { assignedBy, jsonataHandover, pathField, scopeOf } from './data-flow.ts';
import type { Failure } from './failure.ts';
import type { Frame } from './frame.ts';
import { withMapRunFailed } from './map-run.ts';
import type { Catcher, Retrier } from './program.ts';
import { failureOf } from './state-failure.ts';
import type { StateOutcome } from './state-outcome.ts';
import { leave } from './state-outcome.ts';
import { errorDetails } from './task-events.ts';
import { traced } from './trace.ts';
import type { ActiveState } from './walk.ts';
import { HistoryFull, record } from './walk.ts';

/** Runs part of a state. A thrown error becomes the state's failure, to which Retry and Catch apply. */
export async function attempt(
  active: ActiveState,
  act: (active: ActiveState) => Promise<StateOutcome>,
): Promise<StateOutcome> {
  try {
    return await act(active);
  } catch (thrown) {
    if (thrown instanceof HistoryFull) throw thrown;
    return recover(active, failureOf(thrown, active));
  }
}

/** Handles a state's failure: the state retries and waits, or a Catch leaves the state, or the branch fails. */
export async function recover(active: ActiveState, failure: Failure): Promise<StateOutcome> {
  traced(active, 'failure', failure);
  const frame = withMapRunFailed({ ...active, frame: active.walk.halt(active.frame) }, failure);
  const halted = { ...active, frame };
  if (failure.fatal) return { kind: 'fails', frame: halted.frame, failure };
  const evaluated = { ...halted, frame: withEvaluationFailed(halted, failure) };
  return retryAfter(evaluated, failure) ?? giveUp(evaluated, failure);
}

/**
 * Handles a failure without a further retry: writes the Failed event of a Parallel or Map, then applies Catch, else
 * fails the branch.
 */
async function giveUp(active: ActiveState, failure: Failure): Promise<StateOutcome> {
  const frame = withStateFailed(active);
  const { catchers } = active.state;
  const index = catchers.findIndex((each) => matches(each.errorEquals, failure));
  const catcher = catchers[index];
  if (catcher === undefined) return { kind: 'fails', frame, failure };
  traced(active, 'catchIndex', index);
  const { group: _group, ...free } = frame;
  const caught = { ...active, frame: free };
  try {
    return leave(caught, await errorHandover(caught, catcher, index, failure), catcher.next);
  } catch (thrown) {
    if (thrown instanceof HistoryFull) throw thrown;
    return failInCatch(active, frame, failureOf(thrown, caught));
  }
}

/**
 * The failure of a Catch whose own fields cannot be evaluated. Its EvaluationFailed follows the event before the
 * state's Failed event.
 */
function failInCatch(active: ActiveState, frame: Frame, failure: Failure): StateOutcome {
  if (failure.fatal) return { kind: 'fails', frame, failure };
  const { last } = withEvaluationFailed(active, failure);
  return { kind: 'fails', frame: withStateFailed({ ...active, frame: { ...frame, last } }), failure };
}

/** The retry that the first matching retrier allows; undefined if there is none. */
function retryAfter(active: ActiveState, failure: Failure): StateOutcome | undefined {
  const { walk, branch, state, frame } = active;
  const index = state.retriers.findIndex((each) => matches(each.errorEquals, failure));
  const retrier = state.retriers[index];
  if (retrier === undefined) return undefined;
  traced(active, 'retryIndex', index);
  const used = frame.retries?.[index] ?? 0;
  if (used >= retrier.maxAttempts) return undefined;
  const retries = state.retriers.map((_, each) => (frame.retries?.[each] ?? 0) + (each === index ? 1 : 0));
  const timerId = walk.newId('retry', branch.address);
  const delay = delayMs(retrier, used, walk.surroundings.random.number());
  traced(active, 'retryBackoffIntervalSeconds', delay / 1000);
  walk.setTimer(timerId, walk.surroundings.nowMs + delay);
  const { group: _group, ...free } = frame;
  return { kind: 'waits', frame: { ...free, retries, waiting: { for: 'retry', timerId } } };
}

/** Delay in milliseconds before the next retry, after `used` earlier retries; `chance` in [0, 1) is for full jitter. */
function delayMs(retrier: Retrier, used: number, chance: number): number {
  const seconds = Math.min(
    retrier.intervalSeconds * retrier.backoffRate ** used,
    retrier.maxDelaySeconds,
    MAX_DELAY_SECONDS,
  );
  return Math.round(seconds * 1000 * (retrier.fullJitter ? chance : 1));
}

/** Upper limit of every delay, in seconds (366 days): AWS requires MaxDelaySeconds to be below this. */
const MAX_DELAY_SECONDS = 31_622_400;

/** Whether a Retry or Catch with these ErrorEquals matches the failure. */
export function matches(errorEquals: readonly string[], failure: Failure): boolean {
  return errorEquals.some((name) => {
    if (name === 'States.ALL') return failure.beyondAll !== true;
    if (name === 'States.TaskFailed' && failure.error !== 'States.Timeout' && failure.beyondAll !== true) return true;
    return name === failure.error || name === failure.alias;
  });
}

async function errorHandover(
  active: ActiveState,
  catcher: Catcher,
  index: number,
  failure: Failure,
): Promise<Handover> {
  const errorOutput: JsonObject = { Error: failure.error ?? null, Cause: failure.cause ?? failure.emptyCause ?? null };
  const scope = scopeOf(active, { errorOutput });
  if (active.state.jsonata) return jsonataHandover(scope, catcher.fields, errorOutput, `Catch[${index}]/`);
  const output: Json = applyResultPath(active.frame.input, pathField(catcher.fields, 'ResultPath'), errorOutput);
  return { output, ...assignedBy(catcher.fields, scope, errorOutput) };
}

function withEvaluationFailed(active: ActiveState, failure: Failure): Frame {
  const { state, frame } = active;
  if (failure.evaluation === undefined) return frame;
  const { location, follows } = failure.evaluation;
  const previous = follows === 'before' && frame.last === frame.enteredId ? frame.before : frame.last;
  const last = record(active, 'EvaluationFailed', previous, 'evaluationFailedEventDetails', {
    ...errorDetails(failure),
    ...(location === undefined ? {} : { location }),
    state: state.name,
  });
  return { ...frame, last };
}

function withStateFailed(active: ActiveState): Frame {
  const { state, frame } = active;
  if (state.type !== 'Parallel' && state.type !== 'Map') return frame;
  return { ...frame, last: record(active, `${state.type}StateFailed`, frame.last) };
}
