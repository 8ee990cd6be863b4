import { expect, test } from '@jest/globals';
import type { Value } from '../../../../local/src/core/cloudformation/value.ts';
import { resourceTypes } from '../../../../local/src/template/registry.ts';
import { seeded } from '../../../support/seed.ts';
import { JUNK } from '../../gateway/fuzz/values.ts';
import { startTemplate } from '../start-template.ts';
import { neededBy, pathsOf, runningTypes, withValue } from './mutation.ts';
import { VALID_RESOURCES } from './valid-resources.ts';

const CODE = 'export const handler = async () => 1;';
const TABLES = runningTypes(resourceTypes());

/** The types whose refusals cannot all be seen before the deployment. */
const NOT_TRIED = {
  'AWS::CloudFormation::WaitCondition': 'it waits for signals, so its creation is not rehearsed',
};

/** Values that are wrong for most properties. */
const VALUES = [
  ...(JUNK as readonly Value[]),
  'x'.repeat(70_000),
  '<INSERT_YOUR_VALUE>',
  'arn:aws:kinesis:us-east-1:000000000000:stream/x',
];
const VALUES_PER_RESOURCE = 3;

/** How a start ends that must either deploy everything or refuse the template before anything is created. */
const outcomeOf = async (Resources: Record<string, unknown>): Promise<string> => {
  try {
    const runtime = await startTemplate({ Resources }, CODE);
    await runtime.stop();
    return 'deployed';
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TemplateProblemsError') return `refused too late: ${error}`;
    const { cause } = error;
    const isFault = cause instanceof Error && !['AwsError', 'Error'].includes(cause.name);
    return isFault ? `a fault of the runtime: ${cause.stack?.split('\n', 2).join('')}` : 'refused in time';
  }
};

test('there is a valid resource of every type that the runtime carries out', async () => {
  const tried = new Set(Object.values(VALID_RESOURCES).map(({ Type }) => Type));
  expect([...TABLES.keys()].filter((type) => !tried.has(type))).toEqual(Object.keys(NOT_TRIED));
  expect(await outcomeOf(VALID_RESOURCES)).toBe('deployed');
});

test('a template with an invalid value is deployed, or refused before anything is created', async () => {
  const outcomes = new Set<string>();
  const faults: string[] = [];
  await seeded(async (random) => {
    const oneOf = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
    for (const [id, valid] of Object.entries(VALID_RESOURCES))
      for (let count = 0; count < VALUES_PER_RESOURCE; count += 1) {
        const path = oneOf(pathsOf(TABLES.get(valid.Type) ?? {}));
        if (!path) continue;
        const value = oneOf(VALUES) ?? null;
        const resources = {
          ...VALID_RESOURCES,
          [id]: { ...valid, Properties: withValue(valid.Properties, path, value) },
        };
        const needed = [...neededBy(resources, id)].map((name) => [name, resources[name]]);
        const outcome = await outcomeOf(Object.fromEntries(needed));
        const place = `${valid.Type} ${path.join('.')} = ${JSON.stringify(value)?.slice(0, 80)}`;
        if (outcome === 'deployed' || outcome === 'refused in time') outcomes.add(outcome);
        else faults.push(`${place}: ${outcome}`);
      }
    if (faults.length > 0) throw new Error(faults.join('\n'));
    expect(outcomes.size).toBe(2);
  });
});
