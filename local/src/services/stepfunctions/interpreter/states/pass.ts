import type { Json } from '../../language/json.ts';
import { assignedBy, effectiveInput, jsonataHandover, placeResult, scopeOf, workInput } from '../data-flow.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import { traced } from '../trace.ts';
import type { ActiveState } from '../walk.ts';

/**
 * Pass: outputs its input, or Result, or the value of Parameters / Output. If Result is set, the other fields are
 * ignored.
 */
export async function beginPass(active: ActiveState): Promise<StateOutcome> {
  const { state, frame } = active;
  const scope = scopeOf(active);
  if (state.jsonata) return leave(active, await jsonataHandover(scope, state.fields, frame.input), state.next);
  const { Result } = state.fields;
  const result: Json =
    Result === undefined
      ? await workInput(active, scope, effectiveInput(active, scope))
      : traced(active, 'result', Result);
  return leave(
    active,
    { output: placeResult(active, scope, result), ...assignedBy(state.fields, scope, result) },
    state.next,
  );
}
