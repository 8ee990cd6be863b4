import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Clients } from '../scripts/demo/clients.ts';
import { readRecord } from '../scripts/demo/follow.ts';
import { timed } from './bench.ts';

/** Applications of a batch, and how many are submitted at a time. */
export const BATCH = 300;
export const WIDTH = 32;

/** Puts one clean application on the bus. */
export const submit = (clients: Clients, id: string) => submitAs(clients, id, 'Spock');

/** Puts an application of this name on the bus. */
export const submitAs = ({ events }: Clients, id: string, name: string) => {
  const Detail = JSON.stringify({ application: { id, name, address: '123 Enterprise Street' } });
  const source = { EventBusName: 'account-applications', Source: 'account-applications' };
  return events.send(new PutEventsCommand({ Entries: [{ ...source, DetailType: 'ApplicationSubmitted', Detail }] }));
};

/** Resolves when the record reads APPROVED, looking every `lookAgainMs` milliseconds. */
export const approved = async (clients: Clients, id: string, lookAgainMs: number): Promise<void> => {
  while ((await readRecord(clients, id))?.state !== 'APPROVED')
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
};

/** Seconds from the first PutEvents of a batch to the last record that reads APPROVED; none may be lost. */
export const batch = async (clients: Clients, name: string, lookAgainMs: number): Promise<number> => {
  const startMs = performance.now();
  await timed(BATCH, WIDTH, (index) => submit(clients, `${name}-${index}`));
  for (let index = 0; index < BATCH; index += 1) await approved(clients, `${name}-${index}`, lookAgainMs);
  return (performance.now() - startMs) / 1000;
};
