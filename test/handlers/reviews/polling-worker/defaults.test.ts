import { afterAll, expect, test } from '@jest/globals';
import { DEFAULTS } from '../../../../handlers/reviews/polling-worker/defaults.ts';
import { type Resource, removeAssemblies, resourcesWith } from '../../../infra/synthesized.ts';

afterAll(removeAssemblies);

test('the polling worker has the same default configuration as the deployed functions', async () => {
  const resources: readonly Resource[] = [...(await resourcesWith()).values()];
  const functions = resources.filter(({ Properties }) =>
    ['receive-reviews', 'keep-reviews'].includes(String(Properties.FunctionName)),
  );
  const variables = functions.flatMap(({ Properties }) =>
    Object.entries((Properties.Environment as { Variables: Record<string, unknown> }).Variables),
  );
  expect(functions).toHaveLength(2);
  expect(new Set(variables.map(([name]) => name))).toEqual(new Set(Object.keys(DEFAULTS)));
  for (const [name, value] of variables)
    if (typeof value === 'string') expect([name, value]).toEqual([name, DEFAULTS[name]]);
});
