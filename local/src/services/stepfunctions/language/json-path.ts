import { TookTooLong, within } from '../../../core/isolation/within.ts';
import type { Json } from './json.ts';
import { isObject } from './json.ts';
import { mayTakeLong } from './path/path-cost.ts';
import type { Found, RootValue } from './path/path-evaluator.ts';
import { evaluatePath } from './path/path-evaluator.ts';
import { parsePath } from './path/path-parser.ts';
import type { Path } from './path/path-syntax.ts';
import { PathSyntaxError } from './path/path-syntax.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/**
 * Maximum processor time for one path, in milliseconds. Only a regular expression or nested searches can take that
 * long.
 */
const MAX_PATH_MS = 200;

/**
 * Evaluates a JSONPath (`$…` of `root`, `$$…` of the context object, `$name…` of a variable). Indefinite paths
 * (wildcards, slices, filters, `..`) return an array. Throws States.Runtime with AWS's cause for InputPath and
 * OutputPath.
 */
export function readPath(path: string, scope: Scope, root: Json): Json {
  const result = resolvePath(path, scope, root);
  if (result.found) return result.value;
  throw new StatesError('States.Runtime', `Invalid path '${path}' : ${result.reason}`);
}

/** Like `readPath`, but returns undefined for a path without a value. */
export function findPath(path: string, scope: Scope, root: Json): Json | undefined {
  const result = resolvePath(path, scope, root);
  return result.found ? result.value : undefined;
}

/**
 * Like `readPath`, for a named field (a template's `x.$`, ErrorPath, CausePath). An index beyond the end of an array
 * returns null. The cause of an error is "The JSONPath '…' specified for the field '…' could not be found in the input
 * '…'".
 */
export function readPathOfField(path: string, field: string, scope: Scope, root: Json): Json {
  const found = findPath(path, scope, root);
  if (found !== undefined) return found;
  const { root: start, steps } = parsed(path);
  if (steps.at(-1)?.kind === 'index' && Array.isArray(beforeLastStep(path, scope, root))) return null;
  // AWS shows a context path with one `$`, and the context object as its input.
  const [shown, input] = start.kind === 'context' ? [path.slice(1), scope.context] : [path, root];
  const cause = `The JSONPath '${shown}' specified for the field '${field}' could not be found in the input '${JSON.stringify(input)}'`;
  throw new StatesError('States.Runtime', cause);
}

/** Applies InputPath or OutputPath: undefined (no such field) returns `root`, null returns `{}`. */
export function applyPath(path: string | null | undefined, scope: Scope, root: Json): Json {
  if (path === undefined) return root;
  return path === null ? {} : readPath(path, scope, root);
}

/** Evaluates a path. If it has no value, returns the reason as AWS's JSONPath library words it. */
export function resolvePath(text: string, scope: Scope, input: Json): Found {
  return evaluate(parsed(text), scope, input);
}

function evaluate(path: Path, scope: Scope, input: Json): Found {
  const rootValue: RootValue = (each) => valueOfRoot(each, scope, input);
  const root = rootValue(path);
  if (root === undefined) return { found: false, reason: 'The variable is not defined' };
  const quick = path.definite ? follow(path, root) : undefined;
  if (quick !== undefined) return { found: true, value: quick };
  const evaluateAll = () => evaluatePath(path, root, rootValue);
  return mayTakeLong(path) ? inTime(evaluateAll) : evaluateAll();
}

function inTime(evaluateAll: () => Found): Found {
  try {
    return within(MAX_PATH_MS, evaluateAll);
  } catch (error) {
    if (error instanceof TookTooLong) return { found: false, reason: error.message };
    throw error;
  }
}

function beforeLastStep(text: string, scope: Scope, input: Json): Json | undefined {
  const path = parsed(text);
  const result = evaluate({ ...path, steps: path.steps.slice(0, -1) }, scope, input);
  return result.found ? result.value : undefined;
}

/** Fast path for properties and indexes only. Undefined means that the full evaluator must run. */
function follow(path: Path, root: Json): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path.steps) {
    if (step.kind === 'property' && isObject(value)) {
      const [name = '', ...others] = step.names;
      if (others.length > 0) return undefined;
      value = Object.hasOwn(value, name) ? value[name] : undefined;
    } else if (step.kind === 'index' && Array.isArray(value)) {
      value = value.at(step.indexes[0] ?? 0);
    } else return undefined;
  }
  return value;
}

function valueOfRoot(path: Path, scope: Scope, input: Json): Json | undefined {
  switch (path.root.kind) {
    case 'context':
      return scope.context;
    case 'variable':
      return Object.hasOwn(scope.variables, path.root.name) ? scope.variables[path.root.name] : undefined;
    default:
      return input;
  }
}

function parsed(text: string): Path {
  try {
    return parsePath(text);
  } catch (error) {
    if (error instanceof PathSyntaxError)
      throw new StatesError('States.Runtime', `Invalid path '${text}' : ${error.message}`);
    throw error;
  }
}
