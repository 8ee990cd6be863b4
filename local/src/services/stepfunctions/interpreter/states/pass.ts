import type { Json } from '../../language/json.ts';
import { assignedBy, effectiveInput, jsonataHandover, placeResult, scopeOf, workInput } from '../data-flow.ts';
import type { StateOutcome } from '../state-outcome.ts';
import { leave } from '../state-outcome.ts';
import { traced } from '../trace.ts';
import type { Site } from '../walk.ts';

/**
 * Pass: outputs its input, or Result, or the value of Parameters / Output. If Result is set, the other fields are
 * ignored.
 */
export async function beginPass(site: Site): Promise<StateOutcome> {
  const { state, frame } = site;
  const scope = scopeOf(site);
  if (state.jsonata) return leave(site, await jsonataHandover(scope, state.fields, frame.input), state.next);
  const { Result } = state.fields;
  const result: Json =
    Result === undefined ? await workInput(site, scope, effectiveInput(site, scope)) : traced(site, 'result', Result);
  return leave(
    site,
    { output: placeResult(site, scope, result), ...assignedBy(state.fields, scope, result) },
    state.next,
  );
}
