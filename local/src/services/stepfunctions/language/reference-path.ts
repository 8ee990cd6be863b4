import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { isPath, parsePath } from './path/path-parser.ts';
import { StatesError } from './states-error.ts';

type Step = string | number;

/** Whether the text is a Reference Path: a path to one location in the input that has only names and indexes. */
export function isReferencePath(text: string): boolean {
  if (!isPath(text)) return false;
  const path = parsePath(text);
  return path.root.kind === 'input' && stepsOf(text) !== undefined;
}

/**
 * Applies ResultPath: writes `value` at the reference path and returns the new document. Null returns the document
 * unchanged, undefined (no such field) returns `value`. Throws States.ResultPathMatchFailure if the path does not fit
 * the document.
 */
export function applyResultPath(document: Json, path: string | null | undefined, value: Json): Json {
  if (path === undefined) return value;
  return path === null ? document : writeReferencePath(document, path, value);
}

/**
 * Writes `value` at a reference path (`$`, `$.a.b`, `$['a'][0]`) into a copy of `document`; creates missing objects on
 * the way. Throws States.ResultPathMatchFailure if a step meets a value that is not a container, or an index beyond the
 * array's end.
 */
export function writeReferencePath(document: Json, path: string, value: Json): Json {
  const steps = isPath(path) ? stepsOf(path) : undefined;
  const written = steps && write(document, steps, value);
  if (written !== undefined) return written;
  const cause = `Unable to apply ReferencePath ${path} to input ${JSON.stringify(document)}`;
  throw new StatesError('States.ResultPathMatchFailure', cause);
}

function stepsOf(text: string): Step[] | undefined {
  const steps: Step[] = [];
  for (const step of parsePath(text).steps) {
    const [only, ...others] = step.kind === 'property' ? step.names : step.kind === 'index' ? step.indexes : [];
    if (only === undefined || others.length > 0) return undefined;
    steps.push(only);
  }
  return steps;
}

function write(document: Json | undefined, steps: readonly Step[], value: Json): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  return typeof step === 'string' ? writeName(document, step, rest, value) : writeIndex(document, step, rest, value);
}

function writeName(document: Json | undefined, name: string, rest: readonly Step[], value: Json): Json | undefined {
  if (document !== undefined && !isObject(document)) return undefined;
  const before: JsonObject = document ?? {};
  const inner = write(Object.hasOwn(before, name) ? before[name] : undefined, rest, value);
  return inner === undefined ? undefined : { ...before, [name]: inner };
}

function writeIndex(document: Json | undefined, index: number, rest: readonly Step[], value: Json): Json | undefined {
  if (!Array.isArray(document) || index < 0 || index >= document.length) return undefined;
  const inner = write(document[index], rest, value);
  return inner === undefined ? undefined : document.with(index, inner);
}
