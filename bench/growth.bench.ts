import { type Bench, type Figure, median, percentile } from './bench.ts';
import { grow, prepare } from './growth/seed.ts';
import { residentMiB, type Server, startSystem, whileServing, withDirectory } from './system.ts';
import { accountApplications, batch, oneAtATime } from './workload.ts';

const SIZES = [0, 10_000, 100_000];
const ROUNDS = 3;
const ONE_AT_A_TIME = 60;

/** Median latency of one application, in milliseconds: the median of the medians of three rounds. */
const p50Of = async ({ clients }: Server, name: string): Promise<number> => {
  const workload = accountApplications(clients);
  for (const round of ['warm', 'warmer']) await batch(workload, `${name}-${round}`);
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(percentile(await oneAtATime(workload, `${name}-${round}`, ONE_AT_A_TIME), 50));
  return median(rounds);
};

export const bench: Bench = {
  question:
    'Does the system stay as fast with 100,000 pending reviews and finished executions, and how soon does it serve after a restart?',
  run: (logProgress) =>
    withDirectory(async (directory) => {
      const figures: Figure[] = [];
      let size = 0;
      let empty = Number.NaN;
      await whileServing(startSystem(directory), ({ clients }) => prepare(clients));
      for (const wanted of SIZES) {
        await whileServing(startSystem(directory), async ({ clients }) => {
          for (; size < wanted; size += 5_000) {
            await grow(clients, size, 5_000);
            if ((size + 5_000) % 25_000 === 0) logProgress(`${size + 5_000} of ${wanted} pending and finished`);
          }
        });
        await whileServing(startSystem(directory), async (server) => {
          const p50 = await p50Of(server, `with-${wanted}`);
          if (wanted === 0) empty = p50;
          const memory = residentMiB(server.pid);
          logProgress(
            `${wanted}: served after ${server.startedMs.toFixed(0)} ms, p50 ${p50.toFixed(1)} ms, ${memory.toFixed(0)} MiB`,
          );
          figures.push(
            {
              name: `start with ${wanted}`,
              value: server.startedMs,
              unit: 'ms',
              goal: wanted > 10_000 ? '<= 5000' : '<= 2000',
            },
            { name: `one at a time with ${wanted}, p50`, value: p50, unit: 'ms' },
            ...(wanted === 0 ? [] : [{ name: `… of the p50 with none`, value: p50 / empty, unit: '', goal: '<= 1.2' }]),
            { name: `memory with ${wanted} (RSS)`, value: memory, unit: 'MiB' },
          );
        });
      }
      return figures;
    }),
};
