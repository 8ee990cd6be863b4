import { boundedCache } from '../../../../core/bounded-cache.ts';
import type { Json } from '../json.ts';
import { parseFilter } from './filter-parser.ts';
import { PATH_FUNCTIONS } from './path-functions.ts';
import type { Path, PathParameter, PathRoot, PathStep } from './path-syntax.ts';
import { PathSyntaxError } from './path-syntax.ts';
import { TextReader } from './text-reader.ts';

const VARIABLE_NAME = /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
const PROPERTY_NAME = /[^.[\]() \t\r\n]+/y;
/** Property names inside a filter or an argument list, where operators and commas end a name. */
const NAME_IN_FILTER = /[^.[\]() \t\r\n,=<>!&|~]+/y;
export const NAME_IN_ARGUMENTS = /[^.[\]() \t\r\n,]+/y;
/** A slice; Jayway ignores a step, as in `[0:4:2]`. */
const SLICE = /-?\d+:(?:-?\d+)?(?::-?\d*)?(?=\s*\])|:-?\d+(?::-?\d*)?(?=\s*\])/y;
/** A string, number or word as the parameter of a function. */
const PARAMETER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true\b|false\b|null\b/y;
const INTEGER = /-?\d+/y;
const MAX_STEPS = 1_000;
/** Maximum number of parameters of a function, because their values are copied into its result. */
const MAX_PARAMETERS = 100;

/**
 * Parses a JSONPath in the syntax of the Jayway library, which AWS uses, extended by AWS's `$$` (context object) and
 * `$name` (variable). Blanks around the path are ignored. Throws PathSyntaxError.
 */
export const parsePath: (text: string) => Path = boundedCache(5_000, (text) => {
  const reader = new TextReader(text);
  reader.skipBlanks();
  const path = readPathFrom(reader);
  reader.skipBlanks();
  if (!reader.atEnd) reader.fail('unexpected character');
  return path;
});

/** Parses the path at the reader's position. Afterwards the reader is behind the path. `@` is the item of a filter. */
export function readPathFrom(reader: TextReader, namePattern: RegExp = PROPERTY_NAME): Path {
  const start = reader.position;
  const root = readRoot(reader);
  const steps: PathStep[] = [];
  for (let step = readStep(reader, namePattern); step !== undefined; step = readStep(reader, namePattern)) {
    steps.push(...step);
    if (steps.length > MAX_STEPS) reader.fail('too many steps');
  }
  return {
    text: reader.text.slice(start, reader.position),
    root,
    steps,
    definite: steps.every((step, index) => isDefinite(step, index === steps.length - 1)),
  };
}

/** Whether the text is a valid JSONPath. */
export function isPath(text: string): boolean {
  try {
    parsePath(text);
    return true;
  } catch (error) {
    if (error instanceof PathSyntaxError) return false;
    throw error;
  }
}

function readRoot(reader: TextReader): PathRoot {
  if (reader.take('@')) return { kind: 'item' };
  if (reader.take('$$')) return { kind: 'context' };
  if (!reader.take('$')) reader.fail("a path starts with '$'");
  const name = reader.match(VARIABLE_NAME);
  return name === undefined ? { kind: 'input' } : { kind: 'variable', name };
}

function readStep(reader: TextReader, namePattern: RegExp): PathStep[] | undefined {
  if (reader.peek() === '[') return [readBrackets(reader)];
  if (reader.take('..')) {
    const next = reader.peek() === '[' ? readBrackets(reader) : readDotted(reader, namePattern);
    return [{ kind: 'scan' }, next];
  }
  return reader.take('.')
    ? [reader.peek() === '[' ? readBrackets(reader) : readDotted(reader, namePattern)]
    : undefined;
}

function readDotted(reader: TextReader, namePattern: RegExp): PathStep {
  if (reader.take('*')) return { kind: 'wildcard' };
  const name = reader.match(namePattern);
  if (name === undefined) return reader.fail('missing property name');
  if (reader.peek() !== '(') return { kind: 'property', names: [name] };
  if (!PATH_FUNCTIONS.has(name)) reader.fail(`function '${name}' is not supported`);
  return { kind: 'function', name, parameters: reader.nested(() => readParameters(reader)) };
}

function readParameters(reader: TextReader): PathParameter[] {
  reader.expect('(');
  reader.skipBlanks();
  const parameters = reader.peek() === ')' ? [] : readList(reader, readParameter);
  reader.expect(')');
  if (parameters.length > MAX_PARAMETERS) reader.fail('too many parameters');
  return parameters;
}

function readParameter(reader: TextReader): PathParameter {
  if (reader.peek() === '$' || reader.peek() === '@')
    return { kind: 'path', path: readPathFrom(reader, NAME_IN_ARGUMENTS) };
  const literal = reader.match(PARAMETER);
  return literal === undefined
    ? reader.fail('expected a parameter')
    : { kind: 'literal', value: parsedLiteral(reader, literal) };
}

function parsedLiteral(reader: TextReader, literal: string): Json {
  try {
    const value: Json = JSON.parse(literal);
    return value;
  } catch {
    return reader.fail('invalid parameter');
  }
}

function readBrackets(reader: TextReader): PathStep {
  reader.expect('[');
  reader.skipBlanks();
  const step = readInside(reader);
  reader.skipBlanks();
  reader.expect(']');
  return step;
}

const readPathInFilter = (reader: TextReader): Path => readPathFrom(reader, NAME_IN_FILTER);

function readInside(reader: TextReader): PathStep {
  if (reader.take('*')) return { kind: 'wildcard' };
  if (reader.peek() === '?') return parseFilter(reader, readPathInFilter);
  if (reader.peek() === "'" || reader.peek() === '"') return { kind: 'property', names: readList(reader, readName) };
  const slice = reader.match(SLICE);
  if (slice !== undefined) {
    const [from, to] = slice.split(':').map((bound) => (bound === '' ? undefined : Number(bound)));
    return { kind: 'slice', from, to };
  }
  return { kind: 'index', indexes: readList(reader, readIndex) };
}

function readList<Item>(reader: TextReader, readItem: (reader: TextReader) => Item): Item[] {
  const items = [readItem(reader)];
  reader.skipBlanks();
  while (reader.take(',')) {
    reader.skipBlanks();
    items.push(readItem(reader));
    reader.skipBlanks();
  }
  return items;
}

function readName(reader: TextReader): string {
  if (reader.peek() !== "'" && reader.peek() !== '"') reader.fail('expected a quoted name');
  return reader.quoted();
}

function readIndex(reader: TextReader): number {
  const digits = reader.match(INTEGER);
  return digits === undefined ? reader.fail('expected an index') : Number(digits);
}

/**
 * Whether a step has at most one result. Several names in the last step give one object; in an earlier step they give
 * several values.
 */
function isDefinite(step: PathStep, isLast: boolean): boolean {
  switch (step.kind) {
    case 'property':
      return step.names.length === 1 || isLast;
    case 'index':
      return step.indexes.length === 1;
    case 'function':
      return true;
    default:
      return false;
  }
}
