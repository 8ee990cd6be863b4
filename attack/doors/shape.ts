/**
 * The shape of a value in the model of an AWS SDK client: the arrays that its module `schemas` exports, and the numbers
 * of simple types. https://smithy.io/2.0/spec/model.html
 */
export type Shape =
  | { readonly kind: 'text' | 'number' | 'flag' | 'time' | 'bytes' | 'document' }
  | { readonly kind: 'list'; readonly item: () => Shape }
  | { readonly kind: 'map'; readonly value: () => Shape }
  | {
      readonly kind: 'structure' | 'union';
      readonly members: readonly Member[];
    };

export interface Member {
  readonly name: string;
  /** Also true for idempotency tokens: the SDK gives a missing one a random value, and a request must be repeatable. */
  readonly isRequired: boolean;
  readonly shape: () => Shape;
}

/** Smithy's numbers of simple types, without the flags for a list (64) and a map (128). */
const SIMPLE: Readonly<Record<number, Shape>> = {
  0: { kind: 'text' },
  1: { kind: 'number' },
  2: { kind: 'flag' },
  4: { kind: 'time' },
  5: { kind: 'time' },
  6: { kind: 'time' },
  7: { kind: 'time' },
  15: { kind: 'document' },
  17: { kind: 'number' },
  19: { kind: 'number' },
  21: { kind: 'bytes' },
  42: { kind: 'bytes' },
};
const LIST_FLAG = 64;
const MAP_FLAG = 128;

/** The kinds of the arrays: their first element. */
const KIND = { simple: 0, list: 1, map: 2, structure: 3, union: 4 } as const;

const simple = (number: number): Shape => {
  if (number >= MAP_FLAG) return { kind: 'map', value: () => simple(number - MAP_FLAG) };
  if (number >= LIST_FLAG) return { kind: 'list', item: () => simple(number - LIST_FLAG) };
  const shape = SIMPLE[number];
  if (!shape) throw new Error(`The simple type ${number} of the SDK's model is not known.`);
  return shape;
};

/** The bit of Smithy's numbers of traits that marks an idempotency token. */
const TOKEN_TRAIT = 4;

const isIdempotencyToken = (schema: unknown): boolean => {
  const traits: unknown = Array.isArray(schema) && schema.length === 2 ? schema[1] : undefined;
  if (typeof traits === 'number') return (traits & TOKEN_TRAIT) !== 0;
  return typeof traits === 'object' && traits !== null && 'idempotencyToken' in traits;
};

const members = (names: readonly string[], schemas: readonly unknown[], required: unknown): readonly Member[] =>
  names.map((name, index) => ({
    name,
    isRequired: (typeof required === 'number' && index < required) || isIdempotencyToken(schemas[index]),
    shape: () => shapeOf(schemas[index]),
  }));

/** Reads a schema. A list whose first element is no number is a schema with its traits, which do not matter here. */
const shapeOf = (schema: unknown): Shape => {
  if (typeof schema === 'function') return shapeOf(schema());
  if (typeof schema === 'number') return simple(schema);
  if (schema === 'unit') return { kind: 'structure', members: [] };
  if (!Array.isArray(schema)) throw new Error(`The SDK's model has a schema of the unknown form ${typeof schema}.`);
  const [kind, , , , fourth, fifth, sixth] = schema as readonly unknown[];
  if (typeof kind !== 'number' || schema.length === 2) return shapeOf(kind);
  switch (kind) {
    case KIND.simple:
      return shapeOf(fourth);
    case KIND.list:
      return { kind: 'list', item: () => shapeOf(fourth) };
    case KIND.map:
      return { kind: 'map', value: () => shapeOf(fifth) };
    case KIND.structure:
    case KIND.union:
      return {
        kind: kind === KIND.structure ? 'structure' : 'union',
        members: members(fourth as readonly string[], fifth as readonly unknown[], sixth),
      };
    default:
      throw new Error(`The kind ${kind} of the SDK's model is not known.`);
  }
};

/** Input of an operation's schema: `[9, namespace, name, traits, input, output]`. */
export const inputOf = (operation: unknown): Shape => shapeOf((operation as readonly unknown[])[4]);
