import { describe, expect, test } from '@jest/globals';
import { firstNeeded, versionsNamedIn } from '../../../cli/versions/needed.ts';

const arn = (reference: string) => `arn:aws:lambda:us-east-1:000000000000:function:${reference}`;
const definitionOf = (...references: string[]) => JSON.stringify({ States: references.map(arn) });

describe('Versions of the workflow’s functions', () => {
  test('are read from the definition; functions without a version number are left out', () => {
    const definition = definitionOf(
      'check-name:12',
      'record-outcome:3',
      'record-outcome:3',
      'plain',
      'f:$LATEST',
      'g:live',
    );
    expect([...versionsNamedIn(definition)]).toEqual([
      ['check-name', 12],
      ['record-outcome', 3],
    ]);
  });

  test.each([
    ['the oldest run started with earlier versions', { a: 5, b: 2 }, { a: 3, b: 2 }, { a: 3, b: 2 }],
    ['a deployment was rolled back after the oldest run started', { a: 5 }, { a: 6 }, { a: 5 }],
    ['the oldest run started before versions existed', { a: 5 }, {}, {}],
    ['the function is new', { a: 5, c: 1 }, { a: 5 }, { a: 5 }],
  ])('are needed from the lower number upwards if %s', (_, current, oldest, needed) => {
    const found = firstNeeded(new Map(Object.entries(current)), new Map(Object.entries<number>(oldest)));
    expect(Object.fromEntries(found)).toEqual(needed);
  });
});
