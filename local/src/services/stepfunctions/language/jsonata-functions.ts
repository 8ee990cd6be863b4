import jsonata from 'jsonata';
import { hexDigest } from './intrinsics/encoding-functions.ts';
import type { Json } from './json.ts';
import type { Scope } from './scope.ts';

/** The most items AWS lets `$range` make. */
const MAX_RANGE = 360_145;

type JsonataFunction = (...values: readonly unknown[]) => unknown;

/**
 * The functions AWS adds to JSONata, those whose result depends on the moment, and those AWS withholds.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function awsFunctions(scope: Scope): Readonly<Record<string, JsonataFunction | undefined>> {
  return {
    ...PURE_FUNCTIONS,
    random: (seed) => (seed === undefined ? scope.random.number() : scope.random.number(integer(seed, 1, 'random'))),
    uuid: () => scope.random.uuid(),
    now: (picture, timezone) => NOW.evaluate(undefined, { ms: scope.nowMs, picture, timezone }),
    millis: () => scope.nowMs,
  };
}

const NOW = jsonata('$fromMillis($ms, $picture, $timezone)');

const PURE_FUNCTIONS: Readonly<Record<string, JsonataFunction | undefined>> = {
  partition: (items, size) => partition(array(items, 1, 'partition'), integer(size, 2, 'partition')),
  range: (first, last, step) =>
    step === undefined
      ? undefined
      : range(integer(first, 1, 'range'), integer(last, 2, 'range'), integer(step, 3, 'range')),
  hash: (data, algorithm) =>
    data === undefined || algorithm === undefined
      ? undefined
      : hexDigest(text(data, 1, 'hash'), text(algorithm, 2, 'hash')),
  parse: (source) => (source === undefined ? undefined : parse(text(source, 1, 'parse'))),
  // Not available on AWS: calling it is calling nothing.
  eval: undefined,
};

/** Nothing for an empty array and for chunks of no size. */
function partition(items: readonly unknown[], size: number): unknown[][] | undefined {
  if (size < 1 || items.length === 0) return undefined;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
}

/** Nothing where the step does not lead from first to last; a single item is given without an array around it. */
function range(first: number, last: number, step: number): number[] | number | undefined {
  const length = step === 0 ? 0 : Math.floor((last - first) / step) + 1;
  if (length < 1) return undefined;
  if (length > MAX_RANGE) throw new Error('Expression evaluation memory limit exceeded');
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

/** A singleton stands for the array of it, as everywhere in JSONata. */
function array(value: unknown, position: number, name: string): readonly unknown[] {
  if (value === undefined) throw mismatch(position, name);
  return Array.isArray(value) ? value : [value];
}

/** A number without its fraction. */
function integer(value: unknown, position: number, name: string): number {
  if (typeof value === 'number') return Math.trunc(value);
  throw mismatch(position, name);
}

function text(value: unknown, position: number, name: string): string {
  if (typeof value === 'string') return value;
  throw mismatch(position, name);
}

/** JSONata words the message from these. */
const mismatch = (index: number, token: string): Error =>
  Object.assign(new Error(`argument ${index} of ${token}`), { code: 'T0410', index, token });
