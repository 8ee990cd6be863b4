import type { Json } from './json.ts';
import { awsFunctions } from './jsonata-functions.ts';
import type { Scope } from './scope.ts';

/** The names that an expression can use: functions, the state machine's variables and `$states`. */
export type Bindings = Readonly<Record<string, unknown>>;

export function bindingsOf(scope: Scope): Bindings {
  const states: Record<string, Json> = { input: scope.input, context: scope.context };
  if (scope.result !== undefined) states.result = scope.result;
  if (scope.errorOutput !== undefined) states.errorOutput = scope.errorOutput;
  return { ...awsFunctions(scope), ...scope.variables, states };
}
