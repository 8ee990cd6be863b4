import type { Json } from '../../language/json.ts';
import { assignedBy, effectiveInput, jsonataHandover, placeResult, scopeOf, withTemplate } from '../data-flow.ts';
import type { Outcome } from '../outcome.ts';
import { leave } from '../outcome.ts';
import type { Site } from '../walk.ts';

/** Pass: hands its input on, or Result, or what Parameters / Output make of it. */
export async function beginPass(site: Site): Promise<Outcome> {
  const { state, frame } = site;
  const scope = scopeOf(site);
  if (state.jsonata) return leave(site, await jsonataHandover(scope, state.fields, frame.input), state.next);
  const input = withTemplate(site, scope, 'Parameters', effectiveInput(site, scope));
  const result: Json = state.fields.Result === undefined ? input : state.fields.Result;
  return leave(
    site,
    { output: placeResult(site, scope, result), ...assignedBy(state.fields, scope, result) },
    state.next,
  );
}
