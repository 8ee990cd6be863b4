import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import type { Scope } from '../../../../../local/src/services/stepfunctions/language/scope.ts';

/** A scope with fixed time and randomness. */
export function scopeOf(input: Json, variables: JsonObject = {}, context: JsonObject = {}): Scope {
  return {
    input,
    context,
    variables,
    nowMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    random: { uuid: () => '6b1f2a34-0000-4000-8000-000000000001', number: () => 0.5 },
  };
}
