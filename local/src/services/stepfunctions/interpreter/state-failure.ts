import { StatesError } from '../language/states-error.ts';
import type { Failure } from './failure.ts';
import type { ActiveState } from './walk.ts';

/** Thrown inside the interpreter with a complete failure; `failureOf` returns this failure unchanged. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.error);
    this.failure = failure;
  }
}

/** Converts an error thrown while a state was executed into a failure. */
export function failureOf(thrown: unknown, active: ActiveState): Failure {
  if (thrown instanceof StateFailure) return thrown.failure;
  if (!(thrown instanceof StatesError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { error: 'States.Runtime', cause: causeIn(active, message), fatal: true };
  }
  const failure = { error: thrown.error, cause: causeIn(active, thrown.causeText) };
  if (thrown.error === 'States.Runtime') return { ...failure, fatal: true };
  if (thrown.error !== 'States.QueryEvaluationError') return failure;
  return { ...failure, evaluation: { location: locationIn(thrown), follows: 'before' } };
}

/** The failure of a state whose field has a value of the wrong shape. */
export function fieldFailure(active: ActiveState, field: string, message: string): StateFailure {
  const cause = causeIn(active, message);
  if (!active.state.jsonata) return new StateFailure({ error: 'States.Runtime', cause, fatal: true });
  return new StateFailure({
    error: 'States.QueryEvaluationError',
    cause,
    evaluation: { location: field, follows: 'last' },
  });
}

/**
 * The failure of a state whose data exceeds AWS's payload limit. `name` is the name of the state, or the name of the
 * task in history events.
 */
export function dataLimitExceeded(name: string): Failure {
  const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return { error: 'States.DataLimitExceeded', cause };
}

/**
 * Prefixes the message with the state's name and event id. TestState has no history, so its messages have no prefix.
 */
export const causeIn = ({ walk, state, frame }: ActiveState, message: string): string =>
  walk.stateMachine.isolation
    ? message
    : `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.enteredId}). ${message}`;

const locationIn = (thrown: StatesError): string | undefined =>
  /specified for the field '([^']*)'/.exec(thrown.causeText)?.[1];
