import { type Bench, type Figure, median, percentile } from './bench.ts';
import { residentMiB, type Server, startSystem, whileServing, withDirectory } from './system.ts';
import { accountApplications, approveOne, type BatchSize, batch, oneAtATime, type Workload } from './workload.ts';

const ROUNDS = 3;
/**
 * Pause after a batch. Long enough to send the mails of the batch, and for the garbage collection of the idle runtime
 * (local/src/core/collect-at-rest.ts).
 */
const REST_MS = 30_000;
const ONE_AT_A_TIME = 200;
const SMALL = [1, 8, 32].flatMap((width) => [1, 10].map((entries) => ({ count: 300, width, entries })));
const LARGE = [1, 10].map((entries) => ({ count: 3_000, width: 32, entries }));

const nameOf = ({ count, width, entries }: BatchSize): string => `batch of ${count}, ${width} wide, ${entries} a call`;

/** Figures of a newly started system; each can be measured only once per start. */
interface Cold {
  readonly startedMs: number;
  readonly restartedMs: number;
  readonly firstMs: number;
  readonly batchRate: number;
}

const measureCold = (logProgress: (line: string) => void): Promise<Cold> =>
  withDirectory(async (directory) => {
    const startedMs = await whileServing(startSystem(directory), async (server) => server.startedMs);
    const cold = await whileServing(startSystem(directory), async ({ clients, startedMs: restartedMs }) => {
      const workload = accountApplications(clients);
      const firstMs = await approveOne(workload, 'first');
      return { startedMs, restartedMs, firstMs, batchRate: await batch(workload, 'cold') };
    });
    const { restartedMs, firstMs, batchRate } = cold;
    logProgress(
      `start ${startedMs.toFixed(0)} ms, again ${restartedMs.toFixed(0)} ms, first application ${firstMs.toFixed(0)} ms, first batch ${batchRate.toFixed(0)}/s`,
    );
    return cold;
  });

/** Measures batches of each size. Every figure is the median of several batches. */
const measureBatches = async (
  workload: Workload,
  sizes: readonly BatchSize[],
  logProgress: (line: string) => void,
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1)
      rates.push(await batch(workload, `${size.count}-${size.width}-${size.entries}-${round}`, size));
    logProgress(`${nameOf(size)}: ${rates.map((rate) => rate.toFixed(0)).join(', ')}/s`);
    const goal = size.count === 300 && size.width === 32 ? { goal: '>= 1000' } : {};
    figures.push({ name: nameOf(size), value: median(rates), unit: 'applications/s', ...goal });
  }
  return figures;
};

const measureWarm = async (
  { clients, pid }: Server,
  logProgress: (line: string) => void,
): Promise<readonly Figure[]> => {
  const workload = accountApplications(clients);
  for (const name of ['warm', 'warmer', 'warmest']) await batch(workload, name);
  const single = await oneAtATime(workload, 'single', ONE_AT_A_TIME);
  const p = (percent: number) => percentile(single, percent);
  logProgress(`one at a time: p50 ${p(50).toFixed(1)} ms, p90 ${p(90).toFixed(1)} ms, p99 ${p(99).toFixed(1)} ms`);
  const small = await measureBatches(workload, SMALL, logProgress);
  const afterSmall = residentMiB(pid);
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  const atRest = residentMiB(pid);
  logProgress(
    `memory: ${afterSmall.toFixed(0)} MiB after the batches, ${atRest.toFixed(0)} MiB ${REST_MS / 1000} s later`,
  );
  const large = await measureBatches(workload, LARGE, logProgress);
  return [
    { name: 'one at a time, p50', value: p(50), unit: 'ms', goal: '<= 5' },
    { name: 'one at a time, p90', value: p(90), unit: 'ms' },
    { name: 'one at a time, p99', value: p(99), unit: 'ms', goal: '<= 20' },
    ...small,
    { name: 'memory after the batches of 300 (RSS)', value: afterSmall, unit: 'MiB', goal: '<= 200' },
    { name: 'memory half a minute later (RSS)', value: atRest, unit: 'MiB', goal: '<= 200' },
    ...large,
    { name: 'memory after the batches of 3000 (RSS)', value: residentMiB(pid), unit: 'MiB' },
  ];
};

export const bench: Bench = {
  question: 'How long from PutEvents to an APPROVED record, how many a second, in how much memory?',
  run: async (logProgress) => {
    const colds: Cold[] = [];
    for (let round = 0; round < ROUNDS; round += 1) colds.push(await measureCold(logProgress));
    const of = (choose: (cold: Cold) => number) => median(colds.map(choose));
    const warm = await withDirectory((directory) =>
      whileServing(startSystem(directory), (server) => measureWarm(server, logProgress)),
    );
    return [
      { name: 'start, nothing deployed yet', value: of(({ startedMs }) => startedMs), unit: 'ms', goal: '<= 400' },
      { name: 'start, stack deployed', value: of(({ restartedMs }) => restartedMs), unit: 'ms', goal: '<= 400' },
      { name: 'first application', value: of(({ firstMs }) => firstMs), unit: 'ms', goal: '<= 100' },
      { name: 'first batch of 300, 32 wide', value: of(({ batchRate }) => batchRate), unit: 'applications/s' },
      ...warm,
    ];
  },
};
