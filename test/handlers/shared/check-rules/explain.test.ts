import { expect, test } from '@jest/globals';
import { explainChecks } from '../../../../handlers/shared/check-rules/explain.ts';
import { V1 } from './rules.ts';

const SPOCK = { name: 'evil Spock', address: '123 Enterprise Street' };
const ADDRESS_RULE =
  'An address without a number, a space and a street after it, as in "123 Street", needs a review by a person.';

test('Without results in the record, the rules in force explain the checks', () => {
  expect(explainChecks(SPOCK, V1)).toEqual([
    {
      check: 'NAME',
      flagged: true,
      rule: 'A name that contains "evil" needs a review by a person.',
      value: 'evil Spock',
      met: 'evil',
      ruleId: 'watched-word',
      rulesVersion: 1,
    },
    { check: 'ADDRESS', flagged: false, rule: ADDRESS_RULE, value: '123 Enterprise Street', rulesVersion: 1 },
  ]);
});

test('A review keeps what its checks said after other rules were switched on', () => {
  const checks = [
    { flagged: true, rulesVersion: 1, ruleId: 'watched-word', rule: 'A name that contains "evil".', met: 'evil' },
    { flagged: false, rulesVersion: 1 },
  ];
  const version2 = { ...V1, version: 2, checks: { NAME: [], ADDRESS: V1.checks.ADDRESS } };
  expect(explainChecks({ ...SPOCK, checks }, version2)).toEqual([
    {
      check: 'NAME',
      flagged: true,
      rule: 'A name that contains "evil".',
      value: 'evil Spock',
      met: 'evil',
      ruleId: 'watched-word',
      rulesVersion: 1,
    },
    {
      check: 'ADDRESS',
      flagged: false,
      rule: 'No rule of version 1 flagged it.',
      value: '123 Enterprise Street',
      rulesVersion: 1,
    },
  ]);
});
