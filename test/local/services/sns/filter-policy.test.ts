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
    ['{"a":[]}', 'Empty arrays are not allowed'],
    ['{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', 'Filter policy can not have more than 5 keys'],
    ['{"a":{"b":["x"]}}', 'Filter policy scope MessageAttributes does not support nested filter policy'],
  ])('%s is rejected', (policy, reason) => {
    expect(() => checkFilterPolicy(policy, false)).toThrow(`Invalid parameter: FilterPolicy: ${reason}`);
  });
});
