import { type AttributeValue, typeOf } from './expressions/scope.ts';
import { type Layer, refuseNumber } from './numbers.ts';
import { byBytes } from './set-order.ts';
import { childrenOf } from './value-limits.ts';

let active: Layer = 'older';

/** The layer of the checks that run now. */
export const activeLayer = (): Layer => active;

/**
 * Runs checks in a layer. They must be synchronous. dynalite's checks call the check of a value without a context, so
 * the layer is a state of this module.
 */
export const inLayer = <T>(layer: Layer, run: () => T): T => {
  const before = active;
  active = layer;
  try {
    return run();
  } finally {
    active = before;
  }
};

/** All values inside a value, with itself. */
const nested = (value: AttributeValue): AttributeValue[] => [value, ...childrenOf(value).flatMap(nested)];

/** Maximum nesting depth of lists and maps; the attribute itself is level 1. */
const MAX_DEPTH = 32;

/**
 * Returns AWS's message for the first number that is not valid, or the first value that is nested too deeply; undefined
 * if there is none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
 */
export const refuseNumbersAndDepth = (value: AttributeValue, layer: Layer, levels = MAX_DEPTH): string | undefined => {
  if (levels === 0)
    return 'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';
  const { N: number, NS: numbers = [] } = value;
  for (const text of typeof number === 'string' ? [number] : (numbers as string[])) {
    const message = refuseNumber(text, layer);
    if (message) return message;
  }
  for (const inner of childrenOf(value)) {
    const message = refuseNumbersAndDepth(inner, layer, levels - 1);
    if (message) return message;
  }
  return undefined;
};

const INVALID = 'One or more parameter values were invalid: ';

/** The members of a set up to the first repeated one in byte order, then that one and the rest as they were sent. */
const upToRepeated = (members: readonly string[], type: string): string[] => {
  const at = members.findIndex((member, index) => members.indexOf(member) < index);
  const sorted = members.slice(0, at).sort(byBytes(type === 'BS' ? 'base64' : 'utf8'));
  return [...sorted, ...members.slice(at)];
};

const repeats = (members: unknown): boolean => Array.isArray(members) && new Set(members).size < members.length;

/** The message of the current layer for a set with a repeated member; undefined if no set inside the value has one. */
export const currentDuplicates = (value: AttributeValue): string | undefined => {
  const set = nested(value).find((each) => repeats(each[typeOf(each) ?? '']) && typeOf(each)?.endsWith('S'));
  const type = set && typeOf(set);
  if (!type) return undefined;
  const members = upToRepeated(set[type] as string[], type).map((member) => JSON.stringify(member));
  if (type === 'NS') return `${INVALID}Input collection contains duplicates.`;
  if (type === 'BS') return `${INVALID}Input collection [${members.join(',')}]of type BS contains duplicates.`;
  return `${INVALID}Input collection [${members.join(', ')}] contains duplicates.`;
};
