import { describe, expect, test } from '@jest/globals';
import { compileCondition, isConditionOperator } from '../../../../local/src/core/policy/conditions.ts';

const KEYS: Record<string, string[]> = {
  'aws:sourcearn': ['arn:aws:events:us-east-1:000000000000:rule/bus/orders'],
  'aws:principalarn': ['arn:aws:iam::000000000000:role/worker'],
  'aws:securetransport': ['true'],
  'aws:sourceip': ['10.1.2.3'],
  'aws:currenttime': ['2026-03-01T12:00:00Z'],
  size: ['10'],
  name: ['Alice'],
  tags: ['red', 'green'],
  none: [],
};
const holds = (operator: string, key: string, ...values: string[]): boolean =>
  compileCondition(operator, key, values)((name) => KEYS[name]);

describe('condition operators', () => {
  test.each<[string, string, string[], boolean]>([
    ['StringEquals', 'name', ['Bob', 'Alice'], true],
    ['StringEquals', 'Name', ['alice'], false],
    ['StringNotEquals', 'name', ['Bob', 'Carol'], true],
    ['StringNotEquals', 'name', ['Bob', 'Alice'], false],
    ['StringEqualsIgnoreCase', 'name', ['aLICE'], true],
    ['StringNotEqualsIgnoreCase', 'name', ['aLICE'], false],
    ['StringLike', 'name', ['A?i*'], true],
    ['StringNotLike', 'name', ['A*'], false],
    ['ArnEquals', 'aws:SourceArn', ['arn:aws:events:us-east-1:000000000000:rule/bus/orders'], true],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:events:*:000000000000:rule/bus/*'], true],
    ['ArnLike', 'aws:SourceArn', ['arn:aws:events:*:rule/bus/*'], false],
    ['ArnNotLike', 'aws:SourceArn', ['arn:aws:sns:*:*:*'], true],
    ['Bool', 'aws:SecureTransport', ['false'], false],
    ['Bool', 'aws:SecureTransport', ['True'], true],
    ['NumericEquals', 'size', ['10.0'], true],
    ['NumericNotEquals', 'size', ['10'], false],
    ['NumericLessThan', 'size', ['10'], false],
    ['NumericLessThanEquals', 'size', ['10'], true],
    ['NumericGreaterThan', 'size', ['9'], true],
    ['NumericGreaterThanEquals', 'size', ['11'], false],
    ['DateGreaterThan', 'aws:CurrentTime', ['2026-02-28T00:00:00Z'], true],
    ['DateLessThan', 'aws:CurrentTime', ['1772366399'], false],
    ['DateLessThanEquals', 'aws:CurrentTime', ['1772366400'], true],
    ['DateEquals', 'aws:CurrentTime', ['2026-03-01T13:00:00+01:00'], true],
    ['IpAddress', 'aws:SourceIp', ['192.168.0.0/16', '10.0.0.0/8'], true],
    ['NotIpAddress', 'aws:SourceIp', ['10.1.2.3'], false],
    ['Null', 'missing', ['true'], true],
    ['Null', 'name', ['true'], false],
    ['Null', 'name', ['false'], true],
  ])('%s of %s against %j is %s', (operator, key, values, expected) => {
    expect(holds(operator, key, ...values)).toBe(expected);
  });

  test('do not hold for a missing key, unless the operator is negated or ends in IfExists', () => {
    expect(holds('StringEquals', 'missing', 'x')).toBe(false);
    expect(holds('Bool', 'missing', 'true')).toBe(false);
    expect(holds('StringNotEquals', 'missing', 'x')).toBe(true);
    expect(holds('StringEqualsIfExists', 'missing', 'x')).toBe(true);
    expect(holds('ArnLikeIfExists', 'aws:SourceArn', 'arn:aws:sns:*:*:*')).toBe(false);
  });

  test('with ForAllValues hold if every value matches, or if there is no value', () => {
    expect(holds('ForAllValues:StringEquals', 'tags', 'red', 'green', 'blue')).toBe(true);
    expect(holds('ForAllValues:StringEquals', 'tags', 'red')).toBe(false);
    expect(holds('ForAllValues:StringEquals', 'none', 'red')).toBe(true);
    expect(holds('ForAllValues:StringNotEquals', 'tags', 'blue')).toBe(true);
  });

  test('with ForAnyValue hold if one value matches, and do not hold if there is no value', () => {
    expect(holds('ForAnyValue:StringLike', 'tags', 'g*')).toBe(true);
    expect(holds('ForAnyValue:StringLike', 'tags', 'b*')).toBe(false);
    expect(holds('ForAnyValue:StringEquals', 'none', 'red')).toBe(false);
    expect(holds('ForAnyValue:StringNotEquals', 'tags', 'red')).toBe(true);
    expect(holds('ForAnyValue:StringNotEquals', 'none', 'red')).toBe(false);
  });

  test('substitute policy variables, with defaults and literal characters', () => {
    expect(holds('StringEquals', 'aws:PrincipalArn', '${aws:PrincipalArn}')).toBe(true);
    expect(holds('StringEquals', 'name', '${missing}')).toBe(false);
    expect(holds('StringEquals', 'name', "${missing, 'Alice'}")).toBe(true);
    expect(holds('StringLike', 'name', '${*}lice')).toBe(true);
  });

  test('are recognized by name, unknown ones are not', () => {
    expect(['StringLike', 'ForAnyValue:ArnLikeIfExists', 'Null'].map(isConditionOperator)).toEqual([true, true, true]);
    expect(['StringMatches', 'ForSomeValues:StringLike', ''].map(isConditionOperator)).toEqual([false, false, false]);
  });
});
