import type { Json } from '../language/json.ts';
import { exceedsPayloadLimit } from '../language/payload-size.ts';
import type { Handover } from './data-flow.ts';
import type { Failure } from './failure.ts';
import type { Frame } from './frame.ts';
import { dataLimitExceeded, StateFailure } from './state-failure.ts';
import { traced } from './trace.ts';
import type { ActiveState } from './walk.ts';
import { record } from './walk.ts';

/** The outcome of executing a state. */
export type StateOutcome =
  /** The state waits for a task, a timer or its branches. */
  | { readonly kind: 'waits'; readonly frame: Frame }
  /** The state has ended. `next` is undefined if its branch ends too. */
  | { readonly kind: 'leaves'; readonly frame: Frame; readonly output: Json; readonly next: string | undefined }
  /** The branch has failed. */
  | { readonly kind: 'fails'; readonly frame: Frame; readonly failure: Failure };

/** Leaves the state: writes StateExited (after the event `follows`) and assigns the state's variables in the branch. */
export function leave(
  active: ActiveState,
  handover: Handover,
  next: string | undefined,
  follows = active.frame.last,
): StateOutcome {
  const { walk, branch, state, frame } = active;
  const { output, assigned } = handover;
  const text = walk.text(output);
  if (exceedsPayloadLimit(text)) throw new StateFailure({ ...dataLimitExceeded(state.name), beyondAll: true });
  const names = assigned === undefined ? [] : Object.keys(assigned).sort();
  const shown = Object.fromEntries(names.map((name) => [name, JSON.stringify(assigned?.[name])]));
  const last = record(active, `${state.type}StateExited`, follows, 'stateExitedEventDetails', {
    name: state.name,
    output: text,
    outputDetails: { truncated: false },
    ...(names.length === 0 ? {} : { assignedVariables: shown, assignedVariablesDetails: { truncated: false } }),
  });
  const variables = names.length === 0 ? frame.variables : { ...frame.variables, ...assigned };
  if (names.length > 0) traced(active, 'variables', { ...branch.outer, ...variables });
  if (next !== undefined) traced(active, 'nextState', next);
  const left = { ...frame, last, ...(variables === undefined ? {} : { variables }) };
  return { kind: 'leaves', frame: left, output, next };
}
