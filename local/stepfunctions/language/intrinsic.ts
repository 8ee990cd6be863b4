import type { Argument, Call } from './intrinsics/call-parser.ts';
import { parseCall } from './intrinsics/call-parser.ts';
import { FUNCTIONS } from './intrinsics/functions.ts';
import { IntrinsicFault } from './intrinsics/intrinsic-fault.ts';
import type { Json } from './json.ts';
import { findPath } from './json-path.ts';
import { PathSyntaxError } from './path/path-syntax.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** Whether a text is meant as an intrinsic function call rather than as a path. */
export const isIntrinsic = (text: string): boolean => text.startsWith('States.');

/** Whether a text is a well-formed call of an intrinsic function that exists. */
export function isIntrinsicCall(text: string): boolean {
  try {
    parseCall(text);
    return true;
  } catch (error) {
    if (error instanceof PathSyntaxError) return false;
    throw error;
  }
}

/**
 * Evaluates an intrinsic function call such as `States.Format('{}', $.name)`; arguments may be texts in single quotes,
 * numbers, true, false, null, paths, context paths, variables and further calls. Throws States.IntrinsicFailure.
 */
export function evaluateIntrinsic(text: string, scope: Scope, root: Json): Json {
  try {
    return evaluateCall(parseCall(text), scope, root);
  } catch (error) {
    if (error instanceof IntrinsicFault || error instanceof PathSyntaxError) throw failure(text, error.message);
    throw error;
  }
}

function evaluateCall(call: Call, scope: Scope, root: Json): Json {
  const implementation = FUNCTIONS.get(call.name);
  if (implementation === undefined) throw failure(call.text, `unknown function ${call.name}`);
  const values = call.arguments.map((argument, index) => {
    // Escaped braces of a format text must stay apart from the places to fill.
    if (index === 0 && argument.kind === 'text' && call.name === 'States.Format') return argument.escaped;
    return evaluateArgument(argument, call, scope, root);
  });
  try {
    return implementation(values, scope);
  } catch (error) {
    if (error instanceof IntrinsicFault) throw failure(call.text, error.message);
    throw error;
  }
}

function evaluateArgument(argument: Argument, call: Call, scope: Scope, root: Json): Json {
  switch (argument.kind) {
    case 'text':
    case 'literal':
      return argument.value;
    case 'call':
      return evaluateCall(argument.call, scope, root);
    case 'path': {
      const found = findPath(argument.path, scope, root);
      if (found !== undefined) return found;
      const input = JSON.stringify(root);
      throw failure(
        call.text,
        `The JsonPath argument for the field '${argument.path}' could not be found in the input '${input}'`,
      );
    }
  }
}

const failure = (call: string, reason: string): StatesError =>
  new StatesError('States.IntrinsicFailure', `The function '${call}' had the following error: ${reason}`);
