import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { allOf, loadApplicationStack } from '../application-stack.ts';
import { removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

describe('The roles', () => {
  test('may be assumed by services only for resources of this account', () => {
    const trusts = allOf('AWS::IAM::Role').flatMap(
      ({ AssumeRolePolicyDocument }) => (AssumeRolePolicyDocument as { Statement: object[] }).Statement,
    );
    expect(trusts.length).toBeGreaterThan(22);
    for (const trust of trusts)
      expect(trust).toMatchObject({
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
  });

  test('belong to one function each', () => {
    const roles = allOf('AWS::Lambda::Function').map(({ Role }) => JSON.stringify(Role));
    expect(new Set(roles).size).toBe(23);
    expect(allOf('AWS::IAM::Role').filter(({ ManagedPolicyArns }) => ManagedPolicyArns !== undefined)).toEqual([]);
  });
});
