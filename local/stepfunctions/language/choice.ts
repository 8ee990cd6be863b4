import type { Json, JsonObject } from './json.ts';
import type { Scope } from './scope.ts';

/** Whether a Choice rule of a JSONPath state holds for `root` (the input after InputPath). */
export function evaluateChoice(_rule: JsonObject, _scope: Scope, _root: Json): boolean {
  return false;
}
