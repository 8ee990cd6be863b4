import { evaluateIntrinsic, isIntrinsic } from './intrinsic.ts';
import type { Json } from './json.ts';
import { isObject } from './json.ts';
import { readPathOfField } from './json-path.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/**
 * Evaluates Parameters, ResultSelector, ItemSelector or Assign of a JSONPath state. Each key that ends in `.$`, also in
 * objects inside arrays, loses this suffix and gets the value of its path or intrinsic function. All other values stay
 * as they are. Throws States.Runtime (path not found) and States.IntrinsicFailure.
 */
export function evaluateTemplate(template: Json, scope: Scope, root: Json): Json {
  if (Array.isArray(template)) return mapIfChanged(template, (item) => evaluateTemplate(item, scope, root));
  if (!isObject(template)) return template;
  const entries = Object.entries(template);
  const evaluated = entries.map(([key, value]): [string, Json] =>
    key.endsWith('.$')
      ? [key.slice(0, -'.$'.length), evaluateField(value, key, scope, root)]
      : [key, evaluateTemplate(value, scope, root)],
  );
  const same = evaluated.every(([key, value], index) => key === entries[index]?.[0] && value === entries[index]?.[1]);
  return same ? template : Object.fromEntries(evaluated);
}

/** Evaluates one dynamic field, such as ErrorPath or a template's `x.$`: a path or an intrinsic function call. */
export function evaluateField(value: Json, field: string, scope: Scope, root: Json): Json {
  if (typeof value !== 'string') {
    const cause = `The value for the field '${field}' must be a STRING that contains a JSONPath or an intrinsic function call`;
    throw new StatesError('States.Runtime', cause);
  }
  return isIntrinsic(value) ? evaluateIntrinsic(value, scope, root) : readPathOfField(value, field, scope, root);
}

/** Like `map`, but returns the same array if no item changes, so that constant templates are not copied. */
function mapIfChanged(items: readonly Json[], change: (item: Json) => Json): readonly Json[] {
  const changed = items.map(change);
  return changed.every((item, index) => item === items[index]) ? items : changed;
}
