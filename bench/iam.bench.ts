import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { type Runtime, startRuntime } from '../local/runtime.ts';
import { type Clients, clientsFor } from '../scripts/demo/clients.ts';
import { readRecord } from '../scripts/demo/follow.ts';
import { assemblyFor } from '../scripts/synth.ts';
import { type Bench, median, timed } from './bench.ts';

const BATCH = 300;
const WIDTH = 32;
/** Odd, so that the median is one that was measured; which side goes first changes from round to round. */
const ROUNDS = 5;
const LOOK_AGAIN_MS = 1;

interface Side {
  readonly runtime: Runtime;
  readonly clients: Clients;
  readonly dataDir: string;
}

const start = async (assembly: string, isEnforced: boolean): Promise<Side> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const runtime = await startRuntime({ port: 0, assembly, dataDir });
  if (!isEnforced) runtime.kernel.services.enforce(() => {});
  return { runtime, clients: clientsFor(runtime.endpoint), dataDir };
};

const stop = async ({ runtime, dataDir }: Side): Promise<void> => {
  await runtime.stop();
  rmSync(dataDir, { recursive: true });
};

const submit = ({ events }: Clients, id: string) => {
  const Detail = JSON.stringify({ application: { id, name: 'Spock', address: '123 Enterprise Street' } });
  const source = { EventBusName: 'account-applications', Source: 'account-applications' };
  return events.send(new PutEventsCommand({ Entries: [{ ...source, DetailType: 'ApplicationSubmitted', Detail }] }));
};

const approved = async (clients: Clients, id: string): Promise<void> => {
  while ((await readRecord(clients, id))?.state !== 'APPROVED')
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
};

interface Measured {
  /** Applications a second, from the first PutEvents to the last record that reads APPROVED. */
  readonly rate: number;
  /** Of the whole process for one application, functions and clients among it; other processes disturb it less. */
  readonly processorMs: number;
}

const batch = async ({ clients }: Side, name: string): Promise<Measured> => {
  const startMs = performance.now();
  const before = process.cpuUsage();
  await timed(BATCH, WIDTH, (index) => submit(clients, `${name}-${index}`));
  for (let index = 0; index < BATCH; index += 1) await approved(clients, `${name}-${index}`);
  const { user, system } = process.cpuUsage(before);
  return { rate: BATCH / ((performance.now() - startMs) / 1000), processorMs: (user + system) / 1000 / BATCH };
};

/** How much of the second is lost, or spent, by the first, in percent: the median of the rounds. */
const percentLost = (first: readonly number[], second: readonly number[]): number =>
  100 * (1 - median(first.map((value, round) => value / (second[round] ?? Number.NaN))));

export const bench: Bench = {
  question: 'What does it cost to hold every call to the policies?',
  run: async (say) => {
    const assembly = await assemblyFor({ notificationEmail: 'operator@example.com' });
    const [on, off] = [await start(assembly, true), await start(assembly, false)];
    const measured = { on: [] as Measured[], off: [] as Measured[] };
    try {
      for (const side of [on, off]) await batch(side, 'warm');
      for (let round = 1; round <= ROUNDS; round += 1) {
        const turns = [['on', on] as const, ['off', off] as const];
        for (const [name, side] of round % 2 === 0 ? turns : turns.toReversed())
          measured[name].push(await batch(side, `round-${round}`));
        const [held, free] = [measured.on.at(-1), measured.off.at(-1)];
        say(`round ${round}: ${held?.rate.toFixed(0)}/s enforced, ${free?.rate.toFixed(0)}/s not`);
      }
    } finally {
      for (const side of [on, off]) await stop(side);
    }
    const [rates, freeRates] = [measured.on.map(({ rate }) => rate), measured.off.map(({ rate }) => rate)];
    const [spent, freeSpent] = [measured.on, measured.off].map((of) => of.map(({ processorMs }) => processorMs));
    return [
      { name: 'enforced', value: median(rates), unit: 'applications/s' },
      { name: 'not enforced', value: median(freeRates), unit: 'applications/s' },
      { name: 'cost in throughput', value: percentLost(rates, freeRates), unit: '%', goal: '<= 5' },
      { name: 'cost in processor time', value: percentLost(freeSpent ?? [], spent ?? []), unit: '%' },
    ];
  },
};
