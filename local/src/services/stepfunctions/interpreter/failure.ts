import { StatesError } from '../language/states-error.ts';
import type { Site } from './walk.ts';

/** What a state or branch failed with; see "Handling errors in Step Functions workflows". */
export interface Failure {
  /** Absent when a worker gave none. */
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** What a missing cause becomes in an error output: a timeout shows `""`, a failure without a cause null. */
  readonly emptyCause?: '' | undefined;
  /** A further name that Retry and Catch see: a missed heartbeat shows as States.Timeout and is both. */
  readonly alias?: string | undefined;
  /** Ends the execution at once: neither retried nor caught (States.Runtime). */
  readonly fatal?: true | undefined;
  /** States.ALL does not match it. */
  readonly beyondAll?: true | undefined;
  /** An EvaluationFailed event is to be written first. */
  readonly evaluation?: EvaluationSite | undefined;
}

interface EvaluationSite {
  /** The field at fault, e.g. `Output/name`. */
  readonly location?: string | undefined;
  /** Which event EvaluationFailed follows: the one before StateEntered, or the branch's newest. */
  readonly follows: 'before' | 'last';
}

/** Thrown inside the interpreter for a failure that is complete as it is. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.error);
    this.failure = failure;
  }
}

/** Makes a failure of whatever was thrown while a state was executed. */
export function failureOf(thrown: unknown, site: Site): Failure {
  if (thrown instanceof StateFailure) return thrown.failure;
  if (!(thrown instanceof StatesError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return { error: 'States.Runtime', cause: causeIn(site, message), fatal: true };
  }
  const failure = { error: thrown.error, cause: causeIn(site, thrown.causeText) };
  if (thrown.error === 'States.Runtime') return { ...failure, fatal: true };
  if (thrown.error !== 'States.QueryEvaluationError') return failure;
  return { ...failure, evaluation: { location: locationIn(thrown), follows: 'before' } };
}

/** A failure of the state's own field, where its value has the wrong shape. */
export function fieldFailure(site: Site, field: string, message: string): StateFailure {
  const cause = causeIn(site, message);
  if (!site.state.jsonata) return new StateFailure({ error: 'States.Runtime', cause, fatal: true });
  return new StateFailure({
    error: 'States.QueryEvaluationError',
    cause,
    evaluation: { location: field, follows: 'last' },
  });
}

/** Something the state gave is larger than AWS passes on. `name` is the state's, or the task's as events name it. */
export function dataLimitExceeded(name: string): Failure {
  const cause = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return { error: 'States.DataLimitExceeded', cause };
}

/** The message with the place of the failure in the history. A state that is tested by itself has no history. */
export const causeIn = ({ walk, state, frame }: Site, message: string): string =>
  walk.stateMachine.isolation
    ? message
    : `An error occurred while executing the state '${state.name}' (entered at the event id #${frame.enteredId}). ${message}`;

const locationIn = (thrown: StatesError): string | undefined =>
  /specified for the field '([^']*)'/.exec(thrown.causeText)?.[1];
