import jsonata from 'jsonata';
import { hexDigest } from './intrinsics/encoding-functions.ts';
import type { Json } from './json.ts';
import type { Scope } from './scope.ts';

/** The most items `$range` makes. */
const MAX_RANGE = 1_000_000;

type JsonataFunction = (...values: readonly unknown[]) => unknown;

/**
 * The functions AWS adds to JSONata, those whose result depends on the moment, and those AWS withholds.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function awsFunctions(scope: Scope): Readonly<Record<string, JsonataFunction | undefined>> {
  return {
    ...PURE_FUNCTIONS,
    random: (seed) => (seed === undefined ? scope.random.number() : scope.random.number(number(seed, 1, 'random'))),
    uuid: () => scope.random.uuid(),
    now: (picture, timezone) => NOW.evaluate(undefined, { ms: scope.nowMs, picture, timezone }),
    millis: () => scope.nowMs,
  };
}

const NOW = jsonata('$fromMillis($ms, $picture, $timezone)');

const PURE_FUNCTIONS: Readonly<Record<string, JsonataFunction | undefined>> = {
  partition: (items, size) => partition(array(items, 1, 'partition'), number(size, 2, 'partition')),
  range: (first, last, step) => range(number(first, 1, 'range'), number(last, 2, 'range'), number(step, 3, 'range')),
  hash: (data, algorithm = 'SHA-1') =>
    data === undefined ? undefined : hexDigest(text(data, 1, 'hash'), text(algorithm, 2, 'hash')),
  parse: (source) => (source === undefined ? undefined : parse(text(source, 1, 'parse'))),
  // Not available on AWS: calling it is calling nothing.
  eval: undefined,
};

function partition(items: readonly unknown[], size: number): unknown[][] {
  const length = Math.floor(size);
  if (length < 1) throw new Error('The chunk size must be a positive number');
  return Array.from({ length: Math.ceil(items.length / length) }, (_, chunk) =>
    items.slice(chunk * length, (chunk + 1) * length),
  );
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('The increment must not be zero');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > MAX_RANGE) throw new Error(`The range must not have more than ${MAX_RANGE} items`);
  return Array.from({ length }, (_, position) => first + position * step);
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

function number(value: unknown, position: number, name: string): number {
  if (typeof value === 'number') return value;
  throw mismatch(position, name);
}

function text(value: unknown, position: number, name: string): string {
  if (typeof value === 'string') return value;
  throw mismatch(position, name);
}

/** JSONata words the message from these. */
const mismatch = (index: number, token: string): Error =>
  Object.assign(new Error(`argument ${index} of ${token}`), { code: 'T0410', index, token });
