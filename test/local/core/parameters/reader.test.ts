import { describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import { constraintMessage, HIDDEN, memberName } from '../../../../local/src/core/parameters/constraint.ts';
import type { Dialect } from '../../../../local/src/core/parameters/dialect.ts';
import { parameterReader } from '../../../../local/src/core/parameters/reader.ts';

const broken = (name: string, value: unknown, requirement: string) =>
  new AwsError('ValidationException', constraintMessage(memberName(name), value, `Member must ${requirement}`));

const JSON_DIALECT: Dialect = { values: 'json', emptyText: 'too short', broken };
const json = parameterReader(JSON_DIALECT);
const template = parameterReader({ values: 'template', emptyText: 'allowed', broken });
const form = parameterReader({ values: 'form', emptyText: 'missing', broken });

const sentence = (value: string, constraint: string) =>
  `1 validation error detected: Value ${value} at 'member' failed to satisfy constraint: Member must ${constraint}`;

describe("AWS's message for a violated constraint", () => {
  test('shows the value in quotes, null without quotes, and nothing for a hidden value', () => {
    expect(constraintMessage('name', 'a b', 'Member must be short')).toBe(
      "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must be short",
    );
    expect(constraintMessage('name', null, 'Member must not be null')).toBe(
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    );
    expect(constraintMessage('input', HIDDEN, 'Member must be short')).toBe(
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must be short",
    );
  });
});

describe('A text', () => {
  test('counts as missing if it is absent, null or inherited', () => {
    expect(json.optionalText({}, 'Member')).toBeUndefined();
    expect(json.optionalText({ Member: null }, 'Member')).toBeUndefined();
    expect(json.optionalText({}, 'constructor')).toBeUndefined();
    expect(() => json.requiredText({}, 'Member')).toThrow(sentence('null', 'not be null'));
  });

  test.each([
    [{ min: 2 }, 'a', 'have length greater than or equal to 2'],
    [{ max: 2 }, 'abc', 'have length less than or equal to 2'],
    [{ pattern: '[a-z]+' }, 'ab1', 'satisfy regular expression pattern: [a-z]+'],
    [{ oneOf: ['ON', 'OFF'] }, 'on', 'satisfy enum value set: [ON, OFF]'],
  ])('must satisfy %p', (rule, value, requirement) => {
    expect(() => json.optionalText({ Member: value }, 'Member', rule)).toThrow(sentence(`'${value}'`, requirement));
    expect(json.optionalText({}, 'Member', rule)).toBeUndefined();
  });

  test('is named by its path inside a structure', () => {
    expect(() => json.requiredText({}, 'Id', {}, 'targets.1.member.id')).toThrow("Value null at 'targets.1.member.id'");
  });

  test('that is required and empty is too short, allowed or missing, depending on the dialect', () => {
    const input = { Member: '' };
    expect(() => json.requiredText(input, 'Member')).toThrow(sentence("''", 'have length greater than or equal to 1'));
    expect(json.requiredText(input, 'Member', { min: 0 })).toBe('');
    expect(template.requiredText(input, 'Member')).toBe('');
    expect(() => form.requiredText(input, 'Member')).toThrow(sentence('null', 'not be null'));
  });

  test('of another type is refused, but counts as missing in a form', () => {
    expect(() => json.optionalText({ Member: 5 }, 'Member')).toThrow(sentence("'5'", 'be a string'));
    expect(form.optionalText({ Member: 5 }, 'Member')).toBeUndefined();
  });
});

describe('A number', () => {
  test('must be an integer within its bounds', () => {
    const rule = { min: 1, max: 10 };
    expect(json.optionalInteger({ Member: 10 }, 'Member', rule)).toBe(10);
    expect(() => json.optionalInteger({ Member: 0 }, 'Member', rule)).toThrow('value greater than or equal to 1');
    expect(() => json.optionalInteger({ Member: 11 }, 'Member', rule)).toThrow('value less than or equal to 10');
    expect(() => json.optionalInteger({ Member: 1.5 }, 'Member')).toThrow(sentence("'1.5'", 'be an integer'));
    expect(() => json.requiredInteger({}, 'Member')).toThrow(sentence('null', 'not be null'));
  });

  test('can be text only in a template', () => {
    expect(template.optionalInteger({ Member: '7' }, 'Member')).toBe(7);
    expect(() => json.optionalInteger({ Member: '7' }, 'Member')).toThrow(sentence("'7'", 'be an integer'));
    expect(template.optionalNumber({ Member: '1.5' }, 'Member')).toBe(1.5);
    expect(() => template.optionalNumber({ Member: 'x' }, 'Member')).toThrow(sentence("'x'", 'be a number'));
  });

  test('must be a safe integer if the dialect accepts only safe integers', () => {
    const exact = parameterReader({ ...JSON_DIALECT, isInteger: Number.isSafeInteger });
    expect(json.optionalInteger({ Member: 1e20 }, 'Member')).toBe(1e20);
    expect(() => exact.optionalInteger({ Member: 1e20 }, 'Member')).toThrow('be an integer');
  });
});

describe('A flag', () => {
  test('is false if it is missing, or undefined if it is optional', () => {
    expect(json.flag({}, 'Member')).toBe(false);
    expect(json.optionalFlag({}, 'Member')).toBeUndefined();
  });

  test('can be text only in a template', () => {
    expect(template.flag({ Member: 'true' }, 'Member')).toBe(true);
    expect(() => json.flag({ Member: 'true' }, 'Member')).toThrow(sentence("'true'", 'be a boolean'));
  });
});

describe('A time', () => {
  test('is read from epoch seconds, ISO 8601 and dates', () => {
    expect(json.optionalTime({ Member: 1.5 }, 'Member')).toBe(1500);
    expect(json.requiredTime({ Member: '1970-01-01T00:00:02Z' }, 'Member')).toBe(2000);
    expect(json.optionalTime({ Member: new Date(3000) }, 'Member')).toBe(3000);
    expect(() => json.optionalTime({ Member: 1e15 }, 'Member')).toThrow('be a timestamp');
  });
});

describe('A structure', () => {
  test('that is missing is undefined, empty or refused, depending on the reader', () => {
    expect(json.optionalObject({}, 'Member')).toBeUndefined();
    expect(json.object({}, 'Member')).toEqual({});
    expect(() => json.requiredObject({}, 'Member')).toThrow(sentence('null', 'not be null'));
    expect(() => json.object({ Member: [] }, 'Member')).toThrow('be a structure');
  });

  test('read as a map has text values; an empty text in a form is an empty map', () => {
    expect(json.optionalMap({ Member: { a: 1, b: true } }, 'Member')).toEqual({ a: '1', b: 'true' });
    expect(form.optionalMap({ Member: '' }, 'Member')).toEqual({});
    expect(() => json.optionalMap({ Member: '' }, 'Member')).toThrow(sentence("''", 'be a map'));
  });
});

describe('A list', () => {
  test('that is missing is empty, or refused if it is required', () => {
    expect(json.list({}, 'Member')).toEqual([]);
    expect(json.optionalTextList({}, 'Member')).toBeUndefined();
    expect(json.textList({}, 'Member')).toEqual([]);
    expect(() => json.textList({}, 'Member', { required: true })).toThrow(sentence('null', 'not be null'));
    expect(form.list({ Member: '' }, 'Member')).toEqual([]);
  });

  test('must have items of its type, and at least the minimum number', () => {
    expect(() => json.textList({ Member: ['a', 5] }, 'Member')).toThrow(sentence("'a,5'", 'be a list of strings'));
    expect(() => json.objectList({ Member: [null] }, 'Member')).toThrow('be a list of structures');
    expect(() => json.objectList({ Member: [] }, 'Member', { min: 1 })).toThrow(
      sentence("'[]'", 'have length greater than or equal to 1'),
    );
  });
});

describe('A dialect', () => {
  test('can have its own messages for a missing parameter and a wrong type', () => {
    const own = parameterReader({
      ...JSON_DIALECT,
      missing: (name) => new AwsError('MissingParameter', `${name} is missing`),
      types: { structure: 'be an object' },
    });
    expect(() => own.requiredText({}, 'Member')).toThrow('Member is missing');
    expect(() => own.object({ Member: 'x' }, 'Member')).toThrow(sentence("'x'", 'be an object'));
  });

  test('can name the list item that has the wrong type', () => {
    const own = parameterReader({
      ...JSON_DIALECT,
      wrongType: ({ item, wanted }) => new AwsError('SerializationException', `${String(item?.value)} in ${wanted}`),
    });
    expect(() => own.textList({ Member: ['a', 5] }, 'Member')).toThrow('5 in list of strings');
    expect(() => own.textList({ Member: 'x' }, 'Member')).toThrow('undefined in list of strings');
  });
});
