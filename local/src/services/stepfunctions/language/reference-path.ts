import type { Json, JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { isPath, parsePath } from './path/path-parser.ts';
import { StatesError } from './states-error.ts';

type Step = string | number;

/** Whether a text is a Reference Path: it names one place of the input, by names and indexes only. */
export function isReferencePath(text: string): boolean {
  if (!isPath(text)) return false;
  const path = parsePath(text);
  return path.root.kind === 'input' && stepsOf(text) !== undefined;
}

/**
 * ResultPath: puts `value` where the reference path says and returns the new document; null keeps the document,
 * undefined (no such field) replaces it. Throws States.ResultPathMatchFailure where the path does not fit the document.
 */
export function applyResultPath(document: Json, path: string | null | undefined, value: Json): Json {
  if (path === undefined) return value;
  return path === null ? document : writeReferencePath(document, path, value);
}

/**
 * Puts `value` at a reference path (`$`, `$.a.b`, `$['a'][0]`) of a copy of `document`; objects on the way are made.
 * Throws States.ResultPathMatchFailure where a step meets a value it cannot go into, or an index behind the array's end.
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
