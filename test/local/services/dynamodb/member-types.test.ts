import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { operations } from '../../../../local/src/services/dynamodb/dynalite.ts';
import { load } from '../../../../local/src/services/dynamodb/dynalite-internals.ts';
import type { Types } from '../../../../local/src/services/dynamodb/dynalite-types.ts';
import { checkTypes } from '../../../../local/src/services/dynamodb/member-types.ts';

type CheckTypes = typeof checkTypes;

const dynalite = load('dynalite/validations') as { readonly checkTypes: CheckTypes };

/** The result of a check as text, in which the order of members counts, or the message of its error. */
const outcome = (check: CheckTypes, input: Record<string, unknown>, types: Types): string => {
  try {
    return JSON.stringify(check(structuredClone(input), types));
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    return `SerializationException: ${(error as { body: { Message: string } }).body.Message}`;
  }
};

const scalar = fc.oneof(
  fc.constantFrom('', 'YES', 'no', '1', 'false', 'YQ==', 'YQ=', 'YR==', 'text', null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** The names of members that occur in the descriptions of types, at any depth. */
const namesIn = (types: Types): string[] =>
  Object.entries(types).flatMap(([name, type]) => {
    const { children } = type as { readonly children?: Types | string };
    return [name, ...(typeof children === 'object' ? namesIn(children) : [])];
  });

const ATTRIBUTE_TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'];

/** JSON whose members often, but not always, have the names that `types` knows. */
const inputFor = (types: Types): fc.Arbitrary<Record<string, unknown>> => {
  const name = fc.constantFrom(...namesIn(types), ...ATTRIBUTE_TYPES, 'unknown');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: 'small' },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
    ),
  }));
  return fc.dictionary(fc.constantFrom(...Object.keys(types), 'unknown'), value, { maxKeys: 5 });
};

test.each(Object.entries(operations).map(([name, { types }]) => [name, types]))(
  'The members of %s are checked and converted as dynalite does, with the same messages',
  (_, types) => {
    fc.assert(
      fc.property(inputFor(types as Types), (input) => {
        expect(outcome(checkTypes, input, types as Types)).toBe(outcome(dynalite.checkTypes, input, types as Types));
      }),
      { numRuns: 300 },
    );
  },
);

test('An attribute may have the name of a member that every object has', () => {
  const Item = JSON.parse('{"__proto__":{"S":"a"},"constructor":{"S":"b"},"toString":{"S":"c"}}');
  expect(JSON.stringify(checkTypes({ TableName: 'orders', Item }, operations.PutItem.types))).toBe(
    JSON.stringify({ TableName: 'orders', Item }),
  );
});
