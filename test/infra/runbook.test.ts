import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeAssemblies, resourcesWith } from './synthesized.ts';

const RUNBOOK = readFileSync(join(import.meta.dirname, '../../docs/runbook.md'), 'utf8');
const sections = RUNBOOK.split(/^## /m)
  .slice(1)
  .map((text) => [text.slice(0, text.indexOf('\n')), text] as const);

let namesOf: (type: string, member: string) => string[];
beforeAll(async () => {
  const resources = [...(await resourcesWith({ notificationEmail: 'a@b.example' })).values()];
  namesOf = (type, member) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => String(Properties[member]));
});
afterAll(removeAssemblies);

describe('The runbook', () => {
  test('has one heading per alarm with its name, or with <function> for the alarm that several functions have, and no other headings', () => {
    const headings = sections.map(([heading]) => heading);
    const alarms = namesOf('AWS::CloudWatch::Alarm', 'AlarmName');
    const shared = new Set(alarms.map((name) => name.replace(/^.*(?=-new-version-errors$)/, '<function>')));
    expect(headings.toSorted()).toEqual([...shared].toSorted());
    expect(new Set(headings).size).toBe(headings.length);
  });

  test.each(sections)('has signs, checks and actions for each alarm: %s', (_, text) => {
    for (const part of ['**Signs.**', '**Look at.**', '**Do.**']) expect(text).toContain(part);
    expect(text).toContain('```sh');
  });

  test.each([
    ['--function-name ', 'AWS::Lambda::Function', 'FunctionName'],
    ['--log-group-name ', 'AWS::Logs::LogGroup', 'LogGroupName'],
    ['--rule ', 'AWS::Events::Rule', 'Name'],
    ['--table-name ', 'AWS::DynamoDB::Table', 'TableName'],
    ['--queue-name ', 'AWS::SQS::Queue', 'QueueName'],
    ['dlq show ', 'AWS::SQS::Queue', 'QueueName'],
    ['dlq redrive ', 'AWS::SQS::Queue', 'QueueName'],
  ])('uses in its commands after "%s" only names of deployed resources', (option, type, member) => {
    const named = [...RUNBOOK.matchAll(new RegExp(`${option}([\\w/-]+)`, 'g'))].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(namesOf(type, member)).toEqual(expect.arrayContaining(named));
  });
});
