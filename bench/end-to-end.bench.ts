import type { Clients } from '../scripts/demo/clients.ts';
import { approved, BATCH, batch, submit, WIDTH } from './applications.ts';
import { type Bench, type Figure, percentile, timed } from './bench.ts';
import { residentMiB, type System, startSystem, withDataDir } from './system.ts';

const ONE_AT_A_TIME = 200;
const ROUNDS = 3;
const LOOK_AGAIN_MS = 1;

/** Milliseconds from the call of PutEvents to the first time the record reads APPROVED. */
const approve = async (clients: Clients, id: string): Promise<number> => {
  const startMs = performance.now();
  await submit(clients, id);
  await approved(clients, id, LOOK_AGAIN_MS);
  return performance.now() - startMs;
};

const measure = async ({ clients, pid, startedMs }: System, say: (line: string) => void): Promise<Figure[]> => {
  const first = await approve(clients, 'first');
  say(`started in ${startedMs.toFixed(0)} ms, first application ${first.toFixed(0)} ms`);
  await batch(clients, 'warm', LOOK_AGAIN_MS);
  const single: number[] = [];
  await timed(ONE_AT_A_TIME, 1, async (index) => single.push(await approve(clients, `single-${index}`)));
  say(`one at a time: p50 ${percentile(single, 50).toFixed(1)} ms, p99 ${percentile(single, 99).toFixed(1)} ms`);
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.push(BATCH / (await batch(clients, `batch-${round}`, LOOK_AGAIN_MS)));
    say(`batch of ${BATCH}, ${WIDTH} wide: ${rates.at(-1)?.toFixed(0)}/s`);
  }
  return [
    { name: 'start, synth cached', value: startedMs, unit: 'ms', goal: '<= 400' },
    { name: 'first application', value: first, unit: 'ms', goal: '<= 100' },
    { name: 'one at a time p50', value: percentile(single, 50), unit: 'ms', goal: '<= 5' },
    { name: 'one at a time p99', value: percentile(single, 99), unit: 'ms', goal: '<= 20' },
    { name: `batch of ${BATCH}, ${WIDTH} wide`, value: percentile(rates, 50), unit: 'applications/s', goal: '>= 1000' },
    { name: 'memory after the batches (RSS)', value: residentMiB(pid), unit: 'MiB', goal: '<= 200' },
  ];
};

export const bench: Bench = {
  question: 'How long from PutEvents to an APPROVED record, how many a second, in how much memory?',
  run: (say) =>
    withDataDir(async (dataDir) => {
      const system = await startSystem(dataDir);
      try {
        return await measure(system, say);
      } finally {
        await system.stop();
      }
    }),
};
