import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../events/names.ts';
import type { OutgoingEvent } from '../../events/outgoing.ts';
import { callService, TryAgainException } from './errors.ts';

/** Puts an event on the bus, at least once. Throws TryAgainException if the bus did not accept it. */
export type Announce = (event: OutgoingEvent) => Promise<void>;

export function createAnnouncer(client: EventBridgeClient, busName: string): Announce {
  return async ({ name, detail }) => {
    const entry = { EventBusName: busName, Source: EVENT_SOURCE, DetailType: name, Detail: JSON.stringify(detail) };
    const command = new PutEventsCommand({ Entries: [entry] });
    const result = await callService(`Announcing ${name}`, () => client.send(command));
    if (result.FailedEntryCount === 0) return;
    throw new TryAgainException(`The bus refused ${name}: ${result.Entries?.[0]?.ErrorCode ?? 'no reason given'}.`);
  };
}
