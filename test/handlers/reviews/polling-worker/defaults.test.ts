import { afterAll, expect, test } from '@jest/globals';
import { DEFAULTS } from '../../../../handlers/reviews/polling-worker/defaults.ts';
import { type Resource, removeAssemblies, resourcesWith } from '../../../infra/synthesized.ts';

afterAll(removeAssemblies);

test('the polling worker has the same default configuration as the deployed function', async () => {
  const resources: readonly Resource[] = [...(await resourcesWith()).values()];
  const deployed = resources.find(({ Properties }) => Properties.FunctionName === 'receive-reviews');
  const { Variables } = (deployed?.Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const variables = Object.entries(Variables ?? {});
  expect(new Set(variables.map(([name]) => name))).toEqual(new Set(Object.keys(DEFAULTS)));
  for (const [name, value] of variables)
    if (typeof value === 'string') expect([name, value]).toEqual([name, DEFAULTS[name]]);
});
