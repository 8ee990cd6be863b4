import { AwsError, unsupported, validationError } from '../../../core/aws/aws-error.ts';
import { constraintMessage, textOfAny } from '../../../core/parameters/constraint.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import type { BusEvent } from '../event.ts';
import { readEvent } from '../event.ts';
import { forwardedEvent } from '../forwarding.ts';
import { busNameOf, DEFAULT_BUS } from '../names.ts';
import { type Input, objectList } from '../parameters.ts';
import type { Publication } from '../publisher.ts';
import { type EntryFailure, type EventEntry, entryBytes, eventEntry, eventOfEntry } from './event-entry.ts';

const MAX_ENTRIES = 10;
const MAX_BYTES = 262_144;

/** The entries as AWS's validation message shows them. */
const shownEntry = (input: Input): string => {
  const value = (name: string) => textOfAny(input[name] ?? null);
  const members = {
    time: value('Time'),
    source: value('Source'),
    resources: value('Resources'),
    detailType: value('DetailType'),
    detail: value('Detail'),
    eventBusName: value('EventBusName'),
    traceHeader: value('TraceHeader'),
    kmsKeyIdentifier: 'null',
    internalMetadata: 'null',
  };
  const shown = Object.entries(members).map(([name, text]) => `${name}=${text}`);
  return `PutEventsRequestEntry(${shown.join(', ')})`;
};

const readEntries = (input: Input): readonly EventEntry[] => {
  if (input.EndpointId !== undefined) throw unsupported('EndpointId of PutEvents (global endpoints)');
  const entries = objectList(input, 'Entries', { required: true, min: 1 });
  if (entries.length > MAX_ENTRIES)
    throw validationError(
      constraintMessage(
        'entries',
        `[${entries.map(shownEntry).join(', ')}]`,
        `Member must have length less than or equal to ${MAX_ENTRIES}`,
      ),
    );
  const read = entries.map(eventEntry);
  if (read.reduce((sum, entry) => sum + entryBytes(entry), 0) >= MAX_BYTES)
    throw validationError('Total size of the entries in the request is over the limit.');
  return read;
};

/**
 * The answer of AWS when the account's rate limit is exceeded: all entries fail. The PutEvents documentation asks
 * clients to retry failed entries.
 */
const throttled = (entries: readonly EventEntry[]) => ({
  FailedEntryCount: entries.length,
  Entries: entries.map(() => ({ ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' })),
});

const isFailure = (made: BusEvent | EntryFailure): made is EntryFailure => 'ErrorCode' in made;

/**
 * The actions PutEvents and PutAwsEvents. Other services of this runtime use PutAwsEvents to put events with a source
 * `aws.…` on the default bus.
 */
export const putEventsActions = ({
  kernel,
  buses,
  publisher,
  deliveries,
  maxUndelivered,
}: EventBridgeContext): { readonly [name: string]: Action } => {
  const put = async (entries: readonly EventEntry[], awsSources: boolean) => {
    const { home, clock, ids, log } = kernel;
    const nowMs = clock.now();
    const made = entries.map((entry) => ({
      bus: busNameOf(entry.bus ?? DEFAULT_BUS),
      event: eventOfEntry(entry, { home, nowMs, awsSources, id: ids.uuid() }),
    }));
    const publications = made.flatMap(({ bus, event }): Publication[] => {
      if (isFailure(event)) return [];
      if (buses.find(bus)) return [{ bus, event }];
      log.warn('An event was dropped, as on AWS: its event bus does not exist.', { bus, id: event.id });
      return [];
    });
    if (publications.length > 0) await publisher.publish(() => publications);
    const Entries = made.map(({ event }) => (isFailure(event) ? event : { EventId: event.id }));
    return { FailedEntryCount: made.filter(({ event }) => isFailure(event)).length, Entries };
  };

  /** Publishes an event from another bus without changes. */
  const forward = async (input: Input, json: string) => {
    const bus = busNameOf(eventEntry(objectList(input, 'Entries')[0] ?? {}).bus ?? DEFAULT_BUS);
    buses.get(bus);
    const { id, time, 'replay-name': replayName } = readEvent(json);
    const times = { timeMs: Date.parse(String(time)), ingestedMs: kernel.clock.now() };
    const event = { id: String(id), json, ...times, ...(typeof replayName === 'string' && { replayName }) };
    await publisher.publish(() => [{ bus, event, isForwarded: true }]);
    return { FailedEntryCount: 0, Entries: [{ EventId: event.id }] };
  };

  const PutEvents: Action = (input, { caller }) => {
    const forwarded = forwardedEvent(input);
    if (forwarded !== undefined) return forward(input, forwarded);
    const entries = readEntries(input);
    // Only clients are refused. Functions and executions must be able to finish, so that the backlog becomes shorter.
    const isRefused = caller.kind === 'administrator' && deliveries.pending() >= maxUndelivered;
    return isRefused ? throttled(entries) : put(entries, false);
  };

  const PutAwsEvents: Action = (input, { caller }) => {
    if (caller.kind !== 'administrator')
      throw new AwsError(
        'AccessDeniedException',
        `${caller.arn} may not call PutAwsEvents; only services of this runtime may.`,
      );
    return put(readEntries(input), true);
  };

  return { PutEvents, PutAwsEvents };
};
