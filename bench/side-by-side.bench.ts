import { assemblyFor, LOCAL_CONTEXT } from '../scripts/synth.ts';
import { clientsFor } from '../test/support/clients.ts';
import type { Bench, Figure } from './bench.ts';
import { compare } from './compare.ts';
import { deployTo } from './side-by-side/deploy.ts';
import { processesBehind } from './side-by-side/processes.ts';
import { deploySmall, smallApplications } from './side-by-side/small-application.ts';
import { startRuntimeOf, whileServing, withDirectory } from './system.ts';
import { accountApplications, approveOne } from './workload.ts';

const PEER = process.env.PEER_ENDPOINT;

const memoryOf = (name: string, endpoint: string): readonly Figure[] => {
  const processes = processesBehind(endpoint);
  if (processes === undefined) return [];
  return [
    { name: `${name}, memory of all processes`, value: processes.residentMiB, unit: 'MiB' },
    { name: `${name}, processes`, value: processes.count, unit: '' },
  ];
};

/** What an endpoint must do to be measured with the whole application; throws if it cannot. */
const tryWhole = async (endpoint: string, assembly: string): Promise<void> => {
  await deployTo(endpoint, assembly);
  await approveOne(accountApplications(clientsFor(endpoint)), 'trial');
};

/** Measures both endpoints with the small application, then with our application if the peer can run it. */
const measure = async (ours: string, peer: string, logProgress: (line: string) => void): Promise<readonly Figure[]> => {
  for (const endpoint of [ours, peer]) await deploySmall(endpoint);
  const small = await compare(
    { name: 'small, ours', workload: smallApplications(ours) },
    { name: 'small, peer', workload: smallApplications(peer) },
    logProgress,
  );
  const figures = [...small, ...memoryOf('ours', ours), ...memoryOf('peer', peer)];
  const assembly = await assemblyFor(LOCAL_CONTEXT);
  await tryWhole(ours, assembly);
  try {
    await tryWhole(peer, assembly);
  } catch (error) {
    logProgress(`the peer cannot run the whole application: ${error instanceof Error ? error.message : error}`);
    return figures;
  }
  const whole = await compare(
    { name: 'whole, ours', workload: accountApplications(clientsFor(ours)) },
    { name: 'whole, peer', workload: accountApplications(clientsFor(peer)) },
    logProgress,
  );
  return [...figures, ...whole];
};

export const bench: Bench = {
  question: 'How fast is the runtime compared to another AWS-compatible endpoint, both deployed through the AWS API?',
  missing: PEER ? undefined : 'PEER_ENDPOINT, the address of an AWS-compatible endpoint with nothing deployed',
  run: (logProgress) =>
    withDirectory((directory) =>
      whileServing(startRuntimeOf(directory), ({ clients }) => measure(clients.endpoint, String(PEER), logProgress)),
    ),
};
