import jsonata from 'jsonata';
import { decodeBase64, encodeBase64, hexDigest } from './intrinsics/encoding-functions.ts';
import type { Json } from './json.ts';
import { InternalError } from './jsonata-evaluation.ts';
import { outOfMemory } from './jsonata-limits.ts';
import type { Scope } from './scope.ts';

/** Maximum number of items of `$range` on AWS. */
const MAX_RANGE = 360_145;

/** A function of an expression; `this` is the context item. */
type JsonataFunction = (this: unknown, ...values: readonly unknown[]) => unknown;

/**
 * The functions that AWS adds to JSONata, the functions that depend on time or randomness, and the functions that AWS
 * removes.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function awsFunctions(
  scope: Pick<Scope, 'nowMs' | 'random'>,
): Readonly<Record<string, JsonataFunction | undefined>> {
  return {
    ...PURE_FUNCTIONS,
    random: strict('random', (seed) =>
      seed === undefined ? scope.random.number() : scope.random.number(integer(seed, 1, 'random')),
    ),
    uuid: strict('uuid', () => scope.random.uuid()),
    now: (picture, timezone) => NOW.evaluate(undefined, { ms: scope.nowMs, picture, timezone }),
    millis: () => scope.nowMs,
  };
}

const NOW = jsonata('$fromMillis($ms, $picture, $timezone)');

/** Adds a check to a function: further arguments are refused with JSONata's error for a wrong argument. */
function strict(name: string, run: JsonataFunction): JsonataFunction {
  function checked(this: unknown, ...values: readonly unknown[]): unknown {
    if (values.length > run.length) throw mismatch(run.length + 1, name);
    return run.apply(this, [...values]);
  }
  // JSONata reads the number of parameters from the function.
  return Object.defineProperty(checked, 'length', { value: run.length });
}

/** Makes a function of one string parameter; without an argument it reads the context item. */
const ofText = (name: string, run: (text: string) => string): JsonataFunction =>
  strict(
    name,
    unary(function (this: unknown, ...values) {
      const value = values.length === 0 ? this : values[0];
      return value === undefined ? undefined : run(text(value, 1, name));
    }),
  );

/**
 * Sets the `length` of a function with rest parameters to 1, because JSONata reads the number of parameters from it.
 */
const unary = (run: JsonataFunction): JsonataFunction => Object.defineProperty(run, 'length', { value: 1 });

/**
 * The functions whose result depends only on their arguments. The Base64 functions encode UTF-8, whereas the JSONata
 * library encodes Latin-1.
 */
const PURE_FUNCTIONS: Readonly<Record<string, JsonataFunction | undefined>> = {
  base64decode: ofText('base64decode', (encoded) => {
    const decoded = decodeBase64(encoded);
    if (decoded === undefined) throw new InternalError();
    return decoded;
  }),
  base64encode: ofText('base64encode', encodeBase64),
  partition: strict('partition', (items, size) =>
    partition(array(items, 1, 'partition'), integer(size, 2, 'partition')),
  ),
  range: strict('range', (first, last, step) =>
    step === undefined
      ? undefined
      : range(integer(first, 1, 'range'), integer(last, 2, 'range'), integer(step, 3, 'range')),
  ),
  hash: strict('hash', (data, algorithm) =>
    data === undefined || algorithm === undefined
      ? undefined
      : hexDigest(text(data, 1, 'hash'), text(algorithm, 2, 'hash')),
  ),
  parse: strict('parse', (source) => (source === undefined ? undefined : parse(text(source, 1, 'parse')))),
  // AWS has no `$eval`: calling it fails like a call of an unknown function.
  eval: undefined,
};

/**
 * Splits items into chunks of `size`; undefined for an empty array or a size of 0. Throws InternalError for a negative
 * size.
 */
function partition(items: readonly unknown[], size: number): unknown[][] | undefined {
  if (size < 0) throw new InternalError();
  if (size === 0 || items.length === 0) return undefined;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
}

/**
 * The numbers from `first` to `last` in steps of `step`. Undefined if there are none; a single number is returned
 * without an array around it.
 */
function range(first: number, last: number, step: number): number[] | number | undefined {
  const length = step === 0 ? 0 : Math.floor((last - first) / step) + 1;
  if (length < 1) return undefined;
  if (length > MAX_RANGE) throw outOfMemory();
  return length === 1 ? first : Array.from({ length }, (_, position) => first + position * step);
}

function parse(source: string): Json {
  try {
    const value: Json = JSON.parse(source);
    return value;
  } catch {
    throw new Error('The argument is not valid JSON');
  }
}

/** The value as an array: a single value becomes an array of one item, as everywhere in JSONata. */
function array(value: unknown, position: number, name: string): readonly unknown[] {
  if (value === undefined) throw mismatch(position, name);
  return Array.isArray(value) ? value : [value];
}

/** The integer part of a number. */
function integer(value: unknown, position: number, name: string): number {
  if (typeof value === 'number') return Math.trunc(value);
  throw mismatch(position, name);
}

function text(value: unknown, position: number, name: string): string {
  if (typeof value === 'string') return value;
  throw mismatch(position, name);
}

/** An error with the fields from which JSONata builds its message. */
const mismatch = (index: number, token: string): Error =>
  Object.assign(new Error(`argument ${index} of ${token}`), { code: 'T0410', index, token });
