import { join } from 'node:path';
import { type Bench, type Figure, median, percentile } from './bench.ts';
import { AGAINST, checkOut, removeCheckout } from './checkout.ts';
import { processorMs, type Server, startSystem, whileServing, withDirectory } from './system.ts';
import { accountApplications, BATCH, batch, oneAtATime } from './workload.ts';

const ROUNDS = 5;
const WARMING_BATCHES = 3;
const ONE_AT_A_TIME = 40;

/** Measurements of one checkout in one round. */
interface Round {
  readonly singleMs: number;
  /** Applications per second until the last record is APPROVED. */
  readonly rate: number;
  /** Applications per second until the mails are sent and the accounts are opened, too. */
  readonly rateUntilDone: number;
  /** Processor time per application of the batch, including its mail and account. */
  readonly processorMs: number;
}

/** Waits until no work is in flight. A clock move waits for that, even a move by 0 seconds. */
const idle = async ({ clients }: Server): Promise<void> => {
  await fetch(`${clients.endpoint}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":0}' });
};

const measureRound = async (server: Server, name: string): Promise<Round> => {
  const workload = accountApplications(server.clients);
  const singleMs = percentile(await oneAtATime(workload, `single-${name}`, ONE_AT_A_TIME), 50);
  await idle(server);
  const usedMs = processorMs(server.pid);
  const startMs = performance.now();
  const rate = await batch(workload, `batch-${name}`);
  await idle(server);
  return {
    singleMs,
    rate,
    rateUntilDone: (BATCH.count / (performance.now() - startMs)) * 1_000,
    processorMs: (processorMs(server.pid) - usedMs) / BATCH.count,
  };
};

const MEASURES = [
  { key: 'singleMs', name: 'one at a time, p50', unit: 'ms', isBetterIfHigher: false },
  { key: 'rate', name: 'batch of 300, 32 wide', unit: 'applications/s', isBetterIfHigher: true },
  { key: 'rateUntilDone', name: 'the same with mails and accounts', unit: 'applications/s', isBetterIfHigher: true },
  { key: 'processorMs', name: 'processor time per application', unit: 'ms', isBetterIfHigher: false },
] as const;

/**
 * For each measure: the medians of both checkouts, and their ratio with its spread. A ratio above 1 means that this
 * checkout is better.
 */
const figuresOf = (ours: readonly Round[], theirs: readonly Round[], commit: string): readonly Figure[] =>
  MEASURES.flatMap(({ key, name, unit, isBetterIfHigher }) => {
    const our = ours.map((round) => round[key]);
    const their = theirs.map((round) => round[key]);
    const ratios = our.map((value, round) => value / (their[round] ?? Number.NaN));
    const better = isBetterIfHigher ? ratios : ratios.map((ratio) => 1 / ratio);
    return [
      { name: `${name}, here`, value: median(our), unit },
      { name: `${name}, ${commit}`, value: median(their), unit },
      { name: `${name}, ratio`, value: median(better), unit: '' },
      { name: `${name}, ratio from`, value: Math.min(...better), unit: '' },
      { name: `${name}, ratio to`, value: Math.max(...better), unit: '' },
    ];
  });

const takeTurns = async (
  here: Server,
  there: Server,
  commit: string,
  logProgress: (line: string) => void,
): Promise<readonly Figure[]> => {
  const sides = [
    { name: 'here', server: here, rounds: [] as Round[] },
    { name: commit, server: there, rounds: [] as Round[] },
  ] as const;
  for (const { server } of sides) {
    for (let index = 0; index < WARMING_BATCHES; index += 1)
      await batch(accountApplications(server.clients), `warm-${index}`);
    await idle(server);
  }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { name, server, rounds } of round % 2 === 0 ? sides : sides.toReversed()) {
      const measured = await measureRound(server, String(round));
      rounds.push(measured);
      logProgress(
        `round ${round + 1}, ${name}: p50 ${measured.singleMs.toFixed(1)} ms, ${measured.rate.toFixed(0)}/s, ${measured.rateUntilDone.toFixed(0)}/s until done, ${measured.processorMs.toFixed(1)} ms of processor time each`,
      );
    }
  return figuresOf(sides[0].rounds, sides[1].rounds, commit);
};

const commit = process.env[AGAINST];

export const bench: Bench = {
  question: 'Is this checkout faster than another commit, both serving at the same time and measured in turns',
  missing: commit === undefined ? 'a commit: npm run bench -- against <commit>' : undefined,
  run: (logProgress) =>
    withDirectory(async (directory) => {
      const checkout = join(directory, 'checkout');
      checkOut(String(commit), checkout);
      logProgress(`checked out ${commit}`);
      try {
        return await whileServing(startSystem(join(directory, 'here')), (here) =>
          whileServing(startSystem(join(directory, 'there'), checkout), (there) =>
            takeTurns(here, there, String(commit), logProgress),
          ),
        );
      } finally {
        removeCheckout(checkout);
      }
    }),
};
