import { expect, test } from '@jest/globals';
import { deployTo } from '../../bench/side-by-side/deploy.ts';
import { startRuntimeOf, whileServing, withDirectory } from '../../bench/system.ts';
import { accountApplications, approveOne } from '../../bench/workload.ts';
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
