import type { Json } from './json.ts';
import { isObject } from './json.ts';
import type { Scope } from './scope.ts';
import { StatesError } from './states-error.ts';

/**
 * Reads a JSONPath (`$…` of `root`, `$$…` of the context object, `$name…` of a variable).
 * Throws States.Runtime with the cause AWS gives for InputPath, OutputPath, ItemsPath and the like.
 */
export function readPath(path: string, scope: Scope, root: Json): Json {
  const found = findPath(path, scope, root);
  if (found === undefined) throw new StatesError('States.Runtime', `Invalid path '${path}'`);
  return found;
}

/** As `readPath`, but undefined where the path leads nowhere. */
export function findPath(path: string, scope: Scope, root: Json): Json | undefined {
  const [head = '', ...steps] = path.split(/[.[\]]+/).filter((part) => part !== '');
  let value: Json | undefined = head === '$' ? root : head === '$$' ? scope.context : scope.variables[head.slice(1)];
  for (const step of steps) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/**
 * As `readPath`, with the cause AWS gives for a named field (a template's `x.$`, ErrorPath, CausePath):
 * "The JSONPath '…' specified for the field '…' could not be found in the input '…'".
 */
export function readPathOfField(path: string, field: string, scope: Scope, root: Json): Json {
  const found = findPath(path, scope, root);
  if (found !== undefined) return found;
  const cause = `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${JSON.stringify(root)}'`;
  throw new StatesError('States.Runtime', cause);
}

/** InputPath and OutputPath: an absent field (undefined) leaves `root` as it is, null makes `{}` of it. */
export function applyPath(path: string | null | undefined, scope: Scope, root: Json): Json {
  if (path === undefined) return root;
  return path === null ? {} : readPath(path, scope, root);
}
