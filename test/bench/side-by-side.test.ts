import { expect, test } from '@jest/globals';
import { deployTo } from '../../bench/side-by-side/deploy.ts';
import { processesBehind } from '../../bench/side-by-side/processes.ts';
import { deploySmall, smallApplications } from '../../bench/side-by-side/small-application.ts';
import { startRuntimeOf, whileServing, withDirectory } from '../../bench/system.ts';
import { accountApplications, approveOne, batch, batchWithLosses, type Workload } from '../../bench/workload.ts';
import { assemblyFor, LOCAL_CONTEXT } from '../../scripts/synth.ts';

test('An empty endpoint approves applications after their path is deployed through the AWS API', () =>
  withDirectory((directory) =>
    whileServing(startRuntimeOf(directory), async ({ clients }) => {
      const assembly = await assemblyFor(LOCAL_CONTEXT);
      expect(await deployTo(clients.endpoint, assembly)).toBeGreaterThan(20);
      const workload = accountApplications(clients);
      expect(await approveOne(workload, 'spock')).toBeGreaterThan(0);
      expect(await workload.stateOf('spock')).toBe('APPROVED');
    }),
  ));

test('An empty endpoint approves small applications, and the memory of its processes is known', () =>
  withDirectory((directory) =>
    whileServing(startRuntimeOf(directory), async ({ clients: { endpoint } }) => {
      await deploySmall(endpoint);
      const { rate, lost } = await batchWithLosses(smallApplications(endpoint), 'small', {
        count: 20,
        width: 4,
        entries: 2,
      });
      expect([rate > 0, lost]).toEqual([true, 0]);
      const processes = processesBehind(endpoint);
      if (process.platform === 'linux') expect(processes?.count).toBeGreaterThanOrEqual(1);
      if (process.platform === 'linux') expect(processes?.residentMiB).toBeGreaterThan(50);
    }),
  ));

test('Applications that are never approved count as lost', async () => {
  const workload: Workload = {
    submit: async (names) => names,
    stateOf: async (id) => (id.endsWith('-1') ? 'SUBMITTED' : 'APPROVED'),
  };
  const size = { count: 3, width: 1, entries: 1, lostAfterMs: 20 };
  expect((await batchWithLosses(workload, 'some', size)).lost).toBe(1);
  await expect(batch(workload, 'some', size)).rejects.toThrow('1 of 3 applications were not approved.');
});
