import { javaClassOf, javaText } from '../java-text.ts';
import type { Json } from '../json.ts';
import { isObject } from '../json.ts';
import { holds } from './path-filter.ts';
import { PATH_FUNCTIONS } from './path-functions.ts';
import type { FilterTest, Path, PathStep } from './path-syntax.ts';
import { stepText } from './path-syntax.ts';

/** Returns the value of a path's root. */
export type RootValue = (path: Path) => Json | undefined;

export type Found = { readonly found: true; readonly value: Json } | { readonly found: false; readonly reason: string };

/**
 * Evaluates a parsed path on the value of its root. Indefinite paths always return an array, which can be empty. The
 * reasons are those of the Jayway library, which AWS shows in its causes.
 */
export function evaluatePath(path: Path, root: Json, rootValue: RootValue): Found {
  const results: Json[] = [];
  const walk: Walk = { path, root, rootValue, results, reason: undefined };
  visit(walk, root, 0, '$', true);
  if (!path.definite) return { found: true, value: afterIndefinite(walk) };
  const [value] = results;
  if (value !== undefined) return { found: true, value };
  return { found: false, reason: walk.reason ?? `No results for path: ${pathText(path)}` };
}

interface Walk {
  readonly path: Path;
  readonly root: Json;
  readonly rootValue: RootValue;
  readonly results: Json[];
  /** The reason why a definite path has no value. */
  reason: string | undefined;
}

/** Applies the function at the end of an indefinite path to all results. */
function afterIndefinite(walk: Walk): Json {
  const last = walk.path.steps.at(-1);
  return last?.kind === 'function' ? (resultOf(walk, last, walk.results) ?? walk.results) : walk.results;
}

function resultOf(walk: Walk, step: PathStep & { readonly kind: 'function' }, value: Json): Json | undefined {
  const parameters = step.parameters.map((each) =>
    each.kind === 'literal' ? each.value : (lookup(walk, each.path, walk.root) ?? null),
  );
  return PATH_FUNCTIONS.get(step.name)?.(value, parameters);
}

function visit(walk: Walk, value: Json, position: number, at: string, definite: boolean): void {
  const step = walk.path.steps[position];
  if (step === undefined || (step.kind === 'function' && !walk.path.definite)) {
    walk.results.push(value);
    return;
  }
  if (step.kind === 'scan') {
    scan(walk, value, position + 1, at);
    return;
  }
  for (const [child, childAt] of children(walk, step, value, position, at, definite)) {
    visit(walk, child, position + 1, childAt, definite && isSingle(step));
  }
}

type Child = readonly [value: Json, at: string];

function children(walk: Walk, step: PathStep, value: Json, position: number, at: string, definite: boolean): Child[] {
  switch (step.kind) {
    case 'property':
      return properties(walk, step.names, value, position, at, definite);
    case 'index':
      return indexes(walk, step, value, at, definite);
    case 'slice':
      return sliced(arrayOf(walk, step, value, at, definite), step).map((item) => [item, at]);
    case 'wildcard':
      return inside(value).map((item) => [item, at]);
    case 'filter':
      return filtered(walk, step.test, value).map((item) => [item, at]);
    case 'function': {
      const result = resultOf(walk, step, value);
      return result === undefined ? [] : [[result, at]];
    }
    case 'scan':
      return [];
  }
}

function properties(
  walk: Walk,
  names: readonly string[],
  value: Json,
  position: number,
  at: string,
  definite: boolean,
): Child[] {
  const here: PathStep = { kind: 'property', names };
  if (!isObject(value)) {
    if (definite) walk.reason ??= notAnObject(stepText(here), at, value);
    return [];
  }
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const child = Object.hasOwn(value, only) ? value[only] : undefined;
    if (child !== undefined) return [[child, `${at}['${only}']`]];
    if (definite && position < walk.path.steps.length - 1) walk.reason ??= `Missing property in path ${at}['${only}']`;
    return [];
  }
  const picked = names.flatMap((name): [string, Json][] => {
    const child = Object.hasOwn(value, name) ? value[name] : undefined;
    return child === undefined ? [] : [[name, child]];
  });
  return position === walk.path.steps.length - 1
    ? [[Object.fromEntries(picked), at]]
    : picked.map(([name, child]): Child => [child, `${at}['${name}']`]);
}

function indexes(
  walk: Walk,
  step: PathStep & { readonly kind: 'index' },
  value: Json,
  at: string,
  definite: boolean,
): Child[] {
  const items = arrayOf(walk, step, value, at, definite);
  return step.indexes.flatMap((index): Child[] => {
    const item = items.at(index);
    return item === undefined ? [] : [[item, `${at}[${index}]`]];
  });
}

/**
 * The items of a slice. As in the Jayway library, a negative end counts from the array's end only if there is no start,
 * and positions from a negative start up to a positive end wrap around.
 */
function sliced(items: readonly Json[], { from, to }: PathStep & { readonly kind: 'slice' }): readonly Json[] {
  if (from === undefined || to === undefined) return items.slice(from, to);
  const end = Math.min(items.length, to);
  const first = Math.max(from, -items.length);
  const positions = Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
  return positions.flatMap((position) => items.slice(position, position === -1 ? undefined : position + 1));
}

function arrayOf(walk: Walk, step: PathStep, value: Json, at: string, definite: boolean): readonly Json[] {
  if (Array.isArray(value)) return value;
  if (definite) {
    walk.reason ??=
      value === null
        ? `The path ${at} is null`
        : `Filter: ${stepText(step)} can only be applied to arrays. Current context is: ${javaText(value)}`;
  }
  return [];
}

function filtered(walk: Walk, test: FilterTest, value: Json): readonly Json[] {
  const candidates = Array.isArray(value) ? value : isObject(value) ? [value] : [];
  return candidates.filter((item) => passes(walk, test, item));
}

const passes = (walk: Walk, test: FilterTest, item: Json): boolean =>
  holds(test, item, (path, current) => lookup(walk, path, current));

function lookup(walk: Walk, path: Path, item: Json): Json | undefined {
  const root = path.root.kind === 'item' ? item : walk.rootValue(path);
  if (root === undefined) return undefined;
  const result = evaluatePath(path, root, walk.rootValue);
  return result.found ? result.value : undefined;
}

/**
 * Visits the value and all values inside it, depth first. A filter after `..` is applied to each of these values
 * itself, not to their items.
 */
function scan(walk: Walk, value: Json, position: number, at: string): void {
  const step = walk.path.steps[position];
  if (step?.kind !== 'filter' || passes(walk, step.test, value)) visit(walk, value, position, at, false);
  for (const child of inside(value)) scan(walk, child, position, at);
}

const inside = (value: Json): readonly Json[] =>
  Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];

const isSingle = (step: PathStep): boolean =>
  (step.kind === 'property' && step.names.length === 1) ||
  (step.kind === 'index' && step.indexes.length === 1) ||
  step.kind === 'function';

function notAnObject(property: string, at: string, value: Json): string {
  const provider = 'com.jayway.jsonpath.spi.json.JacksonJsonProvider';
  return (
    `Expected to find an object with property ${property} in path ${at} but found '${javaClassOf(value)}'. ` +
    `This is not a json object according to the JsonProvider: '${provider}'.`
  );
}

const pathText = (path: Path): string => `$${path.steps.map(stepText).join('')}`;
