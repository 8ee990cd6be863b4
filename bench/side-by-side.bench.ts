import { assemblyFor, LOCAL_CONTEXT } from '../scripts/synth.ts';
import { clientsFor } from '../test/support/clients.ts';
import type { Bench } from './bench.ts';
import { compare } from './compare.ts';
import { deployTo } from './side-by-side/deploy.ts';
import { startRuntimeOf, whileServing, withDirectory } from './system.ts';
import { accountApplications } from './workload.ts';

const PEER = process.env.PEER_ENDPOINT;

export const bench: Bench = {
  question: 'How fast is the runtime compared to another AWS-compatible endpoint, both deployed through the AWS API?',
  missing: PEER ? undefined : 'PEER_ENDPOINT, the address of an AWS-compatible endpoint with nothing deployed',
  run: async (logProgress) => {
    const peer = String(PEER);
    const assembly = await assemblyFor(LOCAL_CONTEXT);
    return withDirectory((directory) =>
      whileServing(startRuntimeOf(directory), async ({ clients }) => {
        for (const endpoint of [clients.endpoint, peer])
          logProgress(`deployed ${await deployTo(endpoint, assembly)} resources to ${endpoint}`);
        return compare(
          { name: 'ours', workload: accountApplications(clients) },
          { name: 'peer', workload: accountApplications(clientsFor(peer)) },
          logProgress,
        );
      }),
    );
  },
};
