import { describe, expect, test } from '@jest/globals';
import type { ValueObject } from '../../../../local/src/core/cloudformation/value.ts';
import { ExpressionError } from '../../../../local/src/template/errors.ts';
import { createConditions } from '../../../../local/src/template/evaluate/conditions.ts';
import type { Scope } from '../../../../local/src/template/evaluate/scope.ts';

const unused = (): never => {
  throw new Error('The test does not expect this call.');
};
const scope: Scope = {
  ref: (name) => (name === 'Stage' ? 'prod' : unused()),
  attribute: unused,
  condition: unused,
  importValue: unused,
  mapping: unused,
  region: unused,
};

const IS_PROD = { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] };
const IS_DEV = { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] };
const decided = (expression: ValueObject): boolean =>
  createConditions({ IsProd: IS_PROD, It: expression }, () => scope).holds('It');

describe('conditions', () => {
  test('are combined by And, Or and Not, and refer to each other by name', () => {
    expect(decided({ 'Fn::And': [IS_PROD, { Condition: 'IsProd' }] })).toBe(true);
    expect(decided({ 'Fn::And': [IS_PROD, IS_DEV] })).toBe(false);
    expect(decided({ 'Fn::Or': [IS_DEV, IS_PROD] })).toBe(true);
    expect(decided({ 'Fn::Not': [{ Condition: 'IsProd' }] })).toBe(false);
  });

  test('that depend on each other are refused, with the whole cycle in the message', () => {
    const circle = createConditions({ A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } }, () => scope);
    expect(() => circle.holds('A')).toThrow(new ExpressionError('Circular dependency between conditions: A → B → A.'));
    expect(circle.problems().map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('with an unknown function are refused, with its name in the message', () => {
    expect(() => decided({ 'Fn::Contains': [] })).toThrow(/Fn::Contains is not supported in a condition/);
  });
});
