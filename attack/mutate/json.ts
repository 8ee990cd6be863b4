import type { Choices } from '../../chaos/random.ts';
import { oddValue, PROTOTYPE_NAMES } from './odd-values.ts';

type Container = Record<string, unknown> | unknown[];

/** One place in a document: a member of an object or an item of a list. */
interface Place {
  readonly container: Container;
  readonly key: string;
}

const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

const placesIn = (value: unknown): readonly Place[] =>
  isContainer(value)
    ? Object.keys(value).flatMap((key) => [
        { container: value, key },
        ...placesIn((value as Record<string, unknown>)[key]),
      ])
    : [];

/** Own members only: an assignment to `__proto__` would change the prototype. */
const set = (container: Container, key: string, value: unknown): void => {
  Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true });
};

const get = ({ container, key }: Place): unknown => (container as Record<string, unknown>)[key];

const remove = ({ container, key }: Place): void => {
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else delete container[key];
};

/** Changes of one member of a document. Each returns its name. */
type Change = (place: Place, choices: Choices) => string;

const CHANGES: readonly Change[] = [
  (place, choices) => {
    set(place.container, place.key, oddValue(choices));
    return 'another value';
  },
  (place, choices) => {
    set(place.container, place.key, oddValue(choices));
    return 'another value';
  },
  (place, choices) => {
    set(place.container, place.key, oddValue(choices));
    return 'another value';
  },
  (place) => {
    remove(place);
    return 'missing';
  },
  (place) => {
    set(place.container, place.key, null);
    return 'null';
  },
  (place) => {
    set(place.container, place.key, '');
    return 'empty';
  },
  (place) => {
    const value = get(place);
    set(place.container, place.key, Array.isArray(value) ? value[0] : [value]);
    return 'list or no list';
  },
  (place) => {
    set(place.container, place.key, JSON.stringify(get(place)));
    return 'as text';
  },
  (place, choices) => {
    if (!Array.isArray(place.container)) set(place.container, choices.pick(PROTOTYPE_NAMES), oddValue(choices));
    return 'prototype name';
  },
  (place) => {
    const value = get(place);
    set(place.container, place.key, typeof value === 'string' ? value.repeat(2000 / (value.length + 1) + 1) : value);
    return 'long';
  },
  (place) => {
    const value = get(place);
    if (Array.isArray(value))
      set(
        place.container,
        place.key,
        Array.from({ length: 200 }, () => value[0]),
      );
    return 'repeated items';
  },
];

export interface Mutated {
  readonly name: string;
  readonly text: string;
}

/**
 * Changes one member of a JSON document, on any level. A text that is JSON itself is changed inside in half of the
 * cases, as definitions, patterns and policies are.
 */
export const mutateJson = (text: string, choices: Choices): Mutated => {
  const document: unknown = JSON.parse(text);
  const places = placesIn(document);
  if (places.length === 0) return { name: 'another document', text: JSON.stringify(oddValue(choices)) ?? 'null' };
  const place = choices.pick(places);
  const value = get(place);
  if (typeof value === 'string' && /^[[{]/.test(value) && choices.next() < 0.7) {
    const inner = mutatedInside(value, choices);
    if (inner) {
      set(place.container, place.key, inner.text);
      return { name: `${place.key} inside: ${inner.name}`, text: JSON.stringify(document) };
    }
  }
  const name = choices.pick(CHANGES)(place, choices);
  return { name: `${place.key}: ${name}`, text: JSON.stringify(document) };
};

const mutatedInside = (text: string, choices: Choices): Mutated | undefined => {
  try {
    return mutateJson(text, choices);
  } catch {
    return undefined;
  }
};

const BROKEN: readonly ((text: string, choices: Choices) => Buffer)[] = [
  (text) => Buffer.from(text.slice(0, -1)),
  (text, { between }) => Buffer.from(text.slice(0, between(0, text.length))),
  (text) => Buffer.from(`${text}${text}`),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(text.replace('}', ',}')),
  (text) => Buffer.from(text.replaceAll('"', "'")),
  (text) => Buffer.concat([Buffer.from(text.slice(0, 2)), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from(text.slice(2))]),
  (text) => Buffer.from(text, 'utf16le'),
  (text) => Buffer.from(text.replace('{', '{"a":\u0001,')),
  (text) => Buffer.from(text.replace('{', '{"\\ud800":"\\udfff","\\u0000":1,')),
  (text) => Buffer.from(text.replace('{', `{"a":${'['.repeat(1500)}${']'.repeat(1500)},`)),
  () => Buffer.from('['.repeat(100_000)),
  () => Buffer.from(`{"a":${'9'.repeat(5000)}}`),
  () => Buffer.from('{"a":NaN,"b":Infinity}'),
  () => Buffer.from('null'),
  () => Buffer.from('[]'),
  () => Buffer.from('"text"'),
  () => Buffer.from([0, 1, 2, 3]),
  () => Buffer.alloc(0),
];

/** Bytes that are no JSON object, or only almost. */
export const breakJson = (text: string, choices: Choices): Buffer => choices.pick(BROKEN)(text, choices);

/** Repeats the first member of an object with another value; a parser takes the last one. */
export const duplicateMember = (text: string, choices: Choices): string => {
  const name = /"((?:[^"\\]|\\.)*)"\s*:/.exec(text)?.[1] ?? 'a';
  const end = text.lastIndexOf('}');
  if (end < 0) return text;
  return `${text.slice(0, end)},"${name}":${JSON.stringify(oddValue(choices)) ?? 'null'}${text.slice(end)}`;
};
