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

/** Applications a second, from the first PutEvents to the last record that reads APPROVED. */
const batch = async ({ clients }: Side, name: string): Promise<number> => {
  const startMs = performance.now();
  await timed(BATCH, WIDTH, (index) => submit(clients, `${name}-${index}`));
  for (let index = 0; index < BATCH; index += 1) await approved(clients, `${name}-${index}`);
  return BATCH / ((performance.now() - startMs) / 1000);
};

export const bench: Bench = {
  question: 'What does it cost to hold every call to the policies?',
  run: async (say) => {
    const assembly = await assemblyFor({ notificationEmail: 'operator@example.com' });
    const [on, off] = [await start(assembly, true), await start(assembly, false)];
    const rates = { on: [] as number[], off: [] as number[] };
    try {
      for (const side of [on, off]) await batch(side, 'warm');
      for (let round = 1; round <= ROUNDS; round += 1) {
        const turns = [['on', on] as const, ['off', off] as const];
        for (const [name, side] of round % 2 === 0 ? turns : turns.toReversed())
          rates[name].push(await batch(side, `round-${round}`));
        say(`round ${round}: ${rates.on.at(-1)?.toFixed(0)}/s enforced, ${rates.off.at(-1)?.toFixed(0)}/s not`);
      }
    } finally {
      for (const side of [on, off]) await stop(side);
    }
    const ratios = rates.on.map((rate, round) => rate / (rates.off[round] ?? Number.NaN));
    return [
      { name: 'enforced', value: median(rates.on), unit: 'applications/s' },
      { name: 'not enforced', value: median(rates.off), unit: 'applications/s' },
      { name: 'cost', value: 100 * (1 - median(ratios)), unit: '%', goal: '<= 5' },
    ];
  },
};
