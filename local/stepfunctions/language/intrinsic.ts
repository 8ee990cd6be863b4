import type { Json } from './json.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** Evaluates an intrinsic function call such as `States.Format('{}', $.name)`. Throws States.IntrinsicFailure. */
export function evaluateIntrinsic(call: string, _scope: Scope, _root: Json): Json {
  throw new StatesError('States.IntrinsicFailure', `The function '${call}' had the following error: `);
}

/** Whether a text is an intrinsic function call rather than a path. */
export const isIntrinsic = (text: string): boolean => text.startsWith('States.');
