import { evaluateIntrinsic, isIntrinsic } from '../../language/intrinsic.ts';
import { readPathOfField } from '../../language/json-path.ts';
import { evaluateJsonata } from '../../language/jsonata.ts';
import type { Scope } from '../../language/scope.ts';
import { scopeOf } from '../data-flow.ts';
import { fieldFailure } from '../state-failure.ts';
import type { StateOutcome } from '../state-outcome.ts';
import type { ActiveState } from '../walk.ts';

/** Fail: fails its branch with Error and Cause, given as text or read with ErrorPath and CausePath. */
export async function beginFail(active: ActiveState): Promise<StateOutcome> {
  const scope = scopeOf(active);
  const error = await textOf(active, scope, 'Error');
  const cause = await textOf(active, scope, 'Cause');
  return { kind: 'fails', frame: active.frame, failure: { error, cause } };
}

async function textOf(active: ActiveState, scope: Scope, field: 'Error' | 'Cause'): Promise<string | undefined> {
  const { state, frame } = active;
  const given = state.fields[field];
  const path = state.fields[`${field}Path`];
  if (!state.jsonata && typeof path === 'string') {
    const value = isIntrinsic(path)
      ? evaluateIntrinsic(path, scope, frame.input)
      : readPathOfField(path, `${field}Path`, scope, frame.input);
    if (typeof value === 'string') return value;
    throw fieldFailure(
      active,
      field,
      `The ${field}Path field must reference a string but was: ${JSON.stringify(value)}`,
    );
  }
  if (given === undefined) return undefined;
  const value = state.jsonata ? await evaluateJsonata(given, scope, field) : given;
  if (typeof value === 'string') return value;
  throw fieldFailure(active, field, `The ${field} field must be a string but was: ${JSON.stringify(value)}`);
}
