import { describe, expect, test } from '@jest/globals';
import { checkFilterPolicy, passesFilter } from '../../../../local/src/services/sns/filter-policy.ts';

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const number = (StringValue: string) => ({ DataType: 'Number', StringValue });
const list = (StringValue: string) => ({ DataType: 'String.Array', StringValue });

describe('a policy on message attributes', () => {
  test.each([
    ['{"a":["x","y"]}', { a: text('y') }, true],
    ['{"a":["x"]}', { a: text('X') }, false],
    ['{"a":["x"],"b":["y"]}', { a: text('x') }, false],
    ['{"a":[100]}', { a: number('100.0') }, true],
    ['{"a":["100"]}', { a: number('100') }, false],
    ['{"a":["x"]}', { a: list('["w","x"]') }, true],
    ['{"a":[{"prefix":"ab"}]}', { a: text('abc') }, true],
    ['{"a":[{"suffix":"ab"}]}', { a: text('abc') }, false],
    ['{"a":[{"equals-ignore-case":"AbC"}]}', { a: text('aBc') }, true],
    ['{"a":[{"wildcard":"*.csv"}]}', { a: text('x.y.csv') }, true],
    ['{"a":[{"anything-but":["x","y"]}]}', { a: text('z') }, true],
    ['{"a":[{"anything-but":["x","y"]}]}', { a: text('y') }, false],
    ['{"a":[{"anything-but":["x"]}]}', {}, false],
    ['{"a":[{"anything-but":["x"]}]}', { a: list('["x","z"]') }, true],
    ['{"a":[{"anything-but":{"prefix":"ab"}}]}', { a: text('abc') }, false],
    ['{"a":[{"exists":true}]}', { a: text('') }, true],
    ['{"a":[{"exists":false}]}', { b: text('x') }, true],
    ['{"a":[{"exists":false}]}', { a: text('x') }, false],
    ['{"a":[{"numeric":[">=",0,"<",10]}]}', { a: number('10') }, false],
    ['{"a":[{"numeric":["=",3.5]}]}', { a: number('3.5') }, true],
    ['{"a":[{"cidr":"10.0.0.0/24"}]}', { a: text('10.0.0.255') }, true],
    ['{"a":[{"cidr":"10.0.0.0/24"}]}', { a: text('10.0.1.0') }, false],
    ['{"a":["x"],"$or":[{"b":["y"]},{"c":["z"]}]}', { a: text('x'), c: text('z') }, true],
    ['{"a":["x"],"$or":[{"b":["y"]},{"c":["z"]}]}', { a: text('x'), c: text('y') }, false],
  ])('policy %s with attributes %j matches: %s', (policy, attributes, passes) => {
    expect(passesFilter(policy, false, { body: '', attributes })).toBe(passes);
  });
});

describe('a policy on the body', () => {
  test.each([
    ['{"a":{"b":["x"]}}', '{"a":{"b":"x"}}', true],
    ['{"a":{"b":["x"]}}', '{"a":"x"}', false],
    ['{"a":["x"]}', '{"a":["w","x"]}', true],
    ['{"a":{"b":[1]}}', '{"a":[{"b":0},{"b":1}]}', true],
    ['{"a":[null,true]}', '{"a":null}', true],
    ['{"a":["x"]}', 'no JSON', false],
  ])('policy %s with body %s matches: %s', (policy, body, passes) => {
    expect(passesFilter(policy, true, { body, attributes: {} })).toBe(passes);
  });
});

describe('a policy that AWS rejects', () => {
  test.each([
    ['{', 'failed to parse JSON.'],
    ['{"a":[{"sounds-like":"x"}]}', 'Unrecognized match type sounds-like'],
    ['{"a":[{"numeric":["=>",1]}]}', 'Unrecognized numeric range operator: =>'],
    ['{"a":[{"numeric":["<=","7"]}]}', 'Value of <= must be numeric'],
    ['{"a":[{"numeric":[">=",9,"<",9]}]}', 'Bottom must be less than top'],
    ['{"a":[{"numeric":[">",1,"<"]}]}', 'Value of < must be numeric'],
    ['{"a":[{"numeric":"=1"}]}', 'Value of numeric must be an array.'],
    ['{"a":[{"suffix":true}]}', 'suffix match pattern must be a string'],
    ['{"a":[{"wildcard":["*"]}]}', 'wildcard match pattern must be a string'],
    ['{"a":[{"anything-but":{"numeric":["=",1]}}]}', 'Unsupported anything-but pattern: numeric'],
    ['{"a":[{"anything-but":[true]}]}', 'Inside anything but list, start|null|boolean is not supported.'],
    ['{"a":[{"exists":1}]}', 'exists match pattern must be either true or false.'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression'],
    ['{"a":"x"}', '"a" must be an object or an array'],
    ['{"$or":[{"a":["x"]}]}', 'There must have at least 2 Objects in $or relationship.'],
    ['{"a":[]}', 'Empty arrays are not allowed'],
    ['{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', 'Filter policy can not have more than 5 keys'],
    ['{"a":{"b":["x"]}}', 'Filter policy scope MessageAttributes does not support nested filter policy'],
  ])('%s is rejected', (policy, reason) => {
    expect(() => checkFilterPolicy(policy, { onBody: false, where: '' })).toThrow(
      `Invalid parameter: FilterPolicy: ${reason}`,
    );
  });
});

// https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
describe('the combinations of a policy', () => {
  const values = (count: number): string => JSON.stringify(Array.from({ length: count }, (_, n) => `v${n}`));
  const check = (policy: string, onBody: boolean) => () => checkFilterPolicy(policy, { onBody, where: '' });

  test.each([
    ['150 values of one attribute', `{"a":${values(150)}}`, false],
    ['10 by 15 values', `{"a":${values(10)},"b":${values(15)}}`, false],
    [
      '12 values three levels deep by 2 values two levels deep',
      `{"a":{"b":{"c":${values(12)}}},"d":{"e":["x","y"]}}`,
      true,
    ],
    ['alternatives of $or, which add up', `{"$or":[{"a":${values(75)}},{"b":${values(75)}}]}`, false],
  ])('%s are accepted', (_, policy, onBody) => {
    expect(check(policy, onBody)).not.toThrow();
  });

  test.each([
    ['151 values of one attribute', `{"a":${values(151)}}`, false],
    ['19 by 8 values', `{"a":${values(19)},"b":${values(8)}}`, false],
    [
      '13 values three levels deep by 2 values two levels deep',
      `{"a":{"b":{"c":${values(13)}}},"d":{"e":["x","y"]}}`,
      true,
    ],
  ])('%s are refused', (_, policy, onBody) => {
    expect(check(policy, onBody)).toThrow('Invalid parameter: FilterPolicy: Filter policy is too complex');
  });
});

test('an empty policy filters nothing', () => {
  expect(() => checkFilterPolicy('{}', { onBody: false, where: '' })).not.toThrow();
  expect(passesFilter('{}', false, { body: '', attributes: {} })).toBe(true);
});

test('a body with very deep nesting does not pass, and does not stop the runtime', () => {
  const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(passesFilter('{"a":["x"]}', true, { body, attributes: {} })).toBe(false);
});
