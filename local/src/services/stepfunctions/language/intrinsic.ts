import type { Argument, Call } from './intrinsics/call-parser.ts';
import { parseCall } from './intrinsics/call-parser.ts';
import { FUNCTIONS } from './intrinsics/functions.ts';
import { IntrinsicFault } from './intrinsics/intrinsic-fault.ts';
import type { Json } from './json.ts';
import { resolvePath } from './json-path.ts';
import { PathSyntaxError } from './path/path-syntax.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/** Whether the text is an intrinsic function call rather than a path. */
export const isIntrinsic = (text: string): boolean => text.startsWith('States.');

/** Whether the text is a well-formed call of a known intrinsic function. */
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
 * Evaluates an intrinsic function call such as `States.Format('{}', $.name)`. Arguments may be strings in single
 * quotes, numbers, true, false, null, paths, context paths, variables and nested calls. Throws States.IntrinsicFailure,
 * or States.Runtime for a path without a value; both messages contain the whole call.
 */
export function evaluateIntrinsic(text: string, scope: Scope, root: Json): Json {
  try {
    return evaluateCall(parseCall(text), scope, root);
  } catch (error) {
    if (error instanceof MissingArgument) throw failure('States.Runtime', text, error.message);
    if (error instanceof IntrinsicFault || error instanceof PathSyntaxError) {
      throw failure('States.IntrinsicFailure', text, error.message);
    }
    throw error;
  }
}

const failure = (error: string, call: string, reason: string): StatesError =>
  new StatesError(error, `The function '${call}' had the following error: ${reason}`);

/** Thrown if a path among the arguments has no value. */
class MissingArgument extends Error {}

function evaluateCall(call: Call, scope: Scope, root: Json): Json {
  const implementation = FUNCTIONS.get(call.name);
  if (implementation === undefined) throw new IntrinsicFault(`unknown function ${call.name}`);
  const values = call.arguments.map((argument, index) => {
    // States.Format must be able to distinguish escaped braces from placeholders.
    if (index === 0 && argument.kind === 'text' && call.name === 'States.Format') return argument.escaped;
    return evaluateArgument(argument, scope, root);
  });
  return implementation(values, scope);
}

function evaluateArgument(argument: Argument, scope: Scope, root: Json): Json {
  switch (argument.kind) {
    case 'text':
    case 'literal':
      return argument.value;
    case 'call':
      return evaluateCall(argument.call, scope, root);
    case 'path': {
      const result = resolvePath(argument.path, scope, root);
      if (result.found) return result.value;
      throw new MissingArgument(missingReason(argument.path, result.reason, root));
    }
  }
}

/**
 * The reason for a path without a value, as in AWS's message. AWS shows a context path with one `$`, and has a
 * different text for an index into a value that is not an array.
 */
function missingReason(path: string, reason: string, root: Json): string {
  if (reason.startsWith('Filter: ')) return reason;
  const shown = path.replace(/^\$\$/, '$');
  return `The JsonPath argument for the field '${shown}' could not be found in the input '${JSON.stringify(root)}'`;
}
