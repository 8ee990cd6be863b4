import type { Json } from './json.ts';
import type { Scope } from './scope.ts';

/**
 * Evaluates every string of the form `{% … %}` inside `value`. `field` is the name of the field in the state
 * (`Arguments`, `Output`, `Condition`); inner places are put behind it (`Output/a/0`).
 * Throws States.QueryEvaluationError as AWS words it.
 */
export async function evaluateJsonata(value: Json, _scope: Scope, _field: string): Promise<Json> {
  return value;
}
