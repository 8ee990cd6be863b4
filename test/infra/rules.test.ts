import { afterAll, describe, expect, test } from '@jest/globals';
import { FIXTURES } from './rules/fixtures.ts';
import { RULES } from './rules/rules.ts';
import type { Template } from './rules/template.ts';
import { createApp, removeAssemblies, resourcesWith } from './synthesized.ts';

afterAll(removeAssemblies);

const PROD = { stage: 'prod', notificationEmail: 'a@b.example' };

const templateWith = async (context: Record<string, string>): Promise<Template> => ({
  Resources: Object.fromEntries(await resourcesWith(context)),
});

describe('The template of production', () => {
  test.each(RULES.map((rule) => [rule.name, rule] as const))('follows the rule: %s', async (_, rule) => {
    expect(rule.check(await templateWith(PROD))).toEqual([]);
  });

  test('follows all rules in each of the samples', async () => {
    const { stacks } = (await createApp({ ...PROD, samples: 'on', streams: 'on' })).synth();
    const samples = stacks.filter(({ stackName }) => stackName !== 'account-applications-prod');
    expect(samples.length).toBeGreaterThan(0);
    const broken = samples.flatMap(({ stackName, template }) =>
      RULES.flatMap((rule) => rule.check(template).map((found) => `${stackName}: ${found}`)),
    );
    expect(broken).toEqual([]);
  });

  test('follows all rules without the review worker', async () => {
    const template = await templateWith({ ...PROD, reviewWorker: 'off' });
    expect(RULES.flatMap((rule) => rule.check(template))).toEqual([]);
  });
});

describe('Each rule', () => {
  test.each(FIXTURES.map((fixture) => [fixture.rule, fixture] as const))(
    'finds the violations in its fixture: %s',
    (name, fixture) => {
      const rule = RULES.find((candidate) => candidate.name === name);
      expect(rule?.check({ Resources: fixture.resources })).toEqual(fixture.findings);
    },
  );

  test('has a fixture and a reason', () => {
    expect(RULES.map(({ name }) => name)).toEqual(FIXTURES.map(({ rule }) => rule));
    expect(RULES.filter(({ why }) => why.length < 20)).toEqual([]);
  });
});
