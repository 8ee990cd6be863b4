import { type EventBridgeClient, PutEventsCommand, type PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../events/names.ts';
import type { OutgoingEvent } from '../../events/outgoing.ts';
import { batchesOf } from './batches-of.ts';
import { callService, TryAgainException } from './errors.ts';

/** Puts an event on the bus, at least once. @throws TryAgainException if the bus did not accept the event */
export type Announce = (event: OutgoingEvent) => Promise<void>;

/** Puts events on the bus, each at least once. The results have the order of the events. */
export type AnnounceAll = (events: readonly OutgoingEvent[]) => Promise<readonly PromiseSettledResult<void>[]>;

/** Maximum number of entries in one PutEvents call. Ten of our events are far smaller than its limit of 256 KiB. */
const EVENTS_AT_ONCE = 10;

export function createAnnouncer(client: EventBridgeClient, busName: string): Announce {
  return async (event) => {
    const [refused] = await putEvents(client, busName, [event]);
    if (refused !== undefined) throw refused;
  };
}

export function createAnnouncerOfMany(client: EventBridgeClient, busName: string): AnnounceAll {
  return async (events) => {
    const batches = batchesOf(events, EVENTS_AT_ONCE);
    const results = await Promise.all(batches.map((batch) => announceBatch(client, busName, batch)));
    return results.flat();
  };
}

async function announceBatch(
  client: EventBridgeClient,
  busName: string,
  events: readonly OutgoingEvent[],
): Promise<PromiseSettledResult<void>[]> {
  const put = putEvents(client, busName, events);
  return Promise.allSettled(
    events.map(async (_, index) => {
      const refused = (await put)[index];
      if (refused !== undefined) throw refused;
    }),
  );
}

/**
 * Makes one PutEvents call. The result has, for each event, undefined or the reason for which the bus refused the
 * event: an answer with status 200 may contain refused entries.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
async function putEvents(
  client: EventBridgeClient,
  busName: string,
  events: readonly OutgoingEvent[],
): Promise<readonly (TryAgainException | undefined)[]> {
  const names = [...new Set(events.map(({ name }) => name))].join(', ');
  const Entries = events.map(({ name, detail }) => ({
    EventBusName: busName,
    Source: EVENT_SOURCE,
    DetailType: name,
    Detail: JSON.stringify(detail),
  }));
  const result = await callService(`Announcing ${names}`, () => client.send(new PutEventsCommand({ Entries })));
  if (result.FailedEntryCount === 0) return [];
  return events.map(({ name }, index) => refusalOf(name, result.Entries?.[index]));
}

function refusalOf(name: string, entry: PutEventsResultEntry | undefined): TryAgainException | undefined {
  if (entry !== undefined && entry.ErrorCode === undefined) return undefined;
  return new TryAgainException(`The bus refused ${name}: ${entry?.ErrorCode ?? 'no reason given'}.`);
}
