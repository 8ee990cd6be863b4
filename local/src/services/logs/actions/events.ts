import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Action } from '../../../core/service.ts';
import { constraint, invalidParameter } from '../errors.ts';
import { compileFilter } from '../filter-pattern.ts';
import type { LogEvent } from '../group.ts';
import type { LogStore } from '../log-store.ts';
import { type Input, limit, list, optionalInteger, optionalText, pageOf, requiredText } from '../parameters.ts';
import { groupName } from './groups.ts';

const MAX_EVENTS = 10_000;
const MAX_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const MAX_AGE_MS = 14 * 86_400_000;
const MAX_AHEAD_MS = 2 * 3_600_000;

export const eventActions = (kernel: Kernel, store: LogStore): Record<string, Action> => ({
  PutLogEvents: async (input, { caller }) => {
    const group = requiredText(input, 'logGroupName');
    const stream = requiredText(input, 'logStreamName');
    await ensureStream(store, group, stream, caller.kind === 'service');
    const given = list(input, 'logEvents').map(readEvent);
    checkBatch(given);
    const now = kernel.clock.now();
    const old = given.findLastIndex(({ timestampMs }) => timestampMs < now - MAX_AGE_MS) + 1;
    const ahead = given.findIndex(({ timestampMs }) => timestampMs > now + MAX_AHEAD_MS);
    const kept = given.slice(old, ahead < 0 ? undefined : ahead);
    if (kept.length > 0)
      await store.append(
        group,
        kept.map((event) => ({ ...event, stream, ingestedMs: now })),
      );
    const rejected = {
      ...(ahead >= 0 && { tooNewLogEventStartIndex: ahead }),
      ...(old > 0 && { tooOldLogEventEndIndex: old }),
    };
    return Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {};
  },
  GetLogEvents: async (input) => {
    const group = groupName(input);
    const stream = requiredText(input, 'logStreamName');
    store.stream(group, stream);
    const within = timeRange(input);
    const events = await store.events(group, (event) => event.stream === stream && within(event));
    const { from, to } = window(events.length, input);
    return {
      events: events.slice(from, to).map(describe),
      nextForwardToken: `f/${to}`,
      nextBackwardToken: `b/${from}`,
    };
  },
  FilterLogEvents: async (input) => {
    const group = groupName(input);
    const within = timeRange(input);
    const matches = compileFilter(optionalText(input, 'filterPattern'));
    const ofStream = streamFilter(input);
    const events = await store.events(
      group,
      (event) => within(event) && ofStream(event.stream) && matches(event.message),
    );
    const { items, next } = pageOf(events, input, limit(input, MAX_EVENTS));
    return {
      events: items.map((event) => ({
        logStreamName: event.stream,
        ...describe(event),
        eventId: String(event.position).padStart(20, '0'),
      })),
      searchedLogStreams: [],
      ...next,
    };
  },
});

/**
 * Checks that a stream exists. If it does not, creates it if `make` is true (as AWS does for its own services), else
 * throws ResourceNotFoundException.
 */
const ensureStream = async (store: LogStore, group: string, stream: string, make: boolean): Promise<void> => {
  try {
    store.stream(group, stream);
  } catch (error) {
    if (!make) throw error;
    store.group(group);
    await store.createStream(group, stream).catch((problem: unknown) => {
      if (!(problem instanceof AwsError) || problem.code !== 'ResourceAlreadyExistsException') throw problem;
    });
  }
};

const readEvent = (event: unknown): { timestampMs: number; message: string } => {
  if (typeof event !== 'object' || event === null) throw constraint('logEvents', event, 'Member must be a structure');
  const timestampMs = optionalInteger(event as Input, 'timestamp');
  if (timestampMs === undefined) throw constraint('logEvents.timestamp', undefined, 'Member must not be null');
  const message = requiredText(event as Input, 'message');
  if (message === '') throw constraint('logEvents.message', '', 'Member must have length greater than or equal to 1');
  return { timestampMs, message };
};

const checkBatch = (events: readonly { timestampMs: number; message: string }[]): void => {
  if (events.length === 0 || events.length > MAX_EVENTS)
    throw constraint('logEvents', `${events.length} events`, `Member must have length between 1 and ${MAX_EVENTS}`);
  if (events.some(({ timestampMs }, index) => timestampMs < (events[index - 1]?.timestampMs ?? 0)))
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES, 0);
  if (bytes > MAX_BYTES) throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BYTES}`);
};

const describe = ({ timestampMs, message, ingestedMs }: LogEvent) => ({
  timestamp: timestampMs,
  message,
  ingestionTime: ingestedMs,
});

/** Makes a filter by time; `startTime` is inclusive, `endTime` exclusive. */
const timeRange = (input: Input): ((event: LogEvent) => boolean) => {
  const from = optionalInteger(input, 'startTime') ?? 0;
  const to = optionalInteger(input, 'endTime') ?? Number.POSITIVE_INFINITY;
  return ({ timestampMs }) => timestampMs >= from && timestampMs < to;
};

const streamFilter = (input: Input): ((stream: string) => boolean) => {
  const names = list(input, 'logStreamNames');
  const prefix = optionalText(input, 'logStreamNamePrefix');
  if (names.length > 0 && prefix !== undefined)
    throw invalidParameter('logStreamNamePrefix and logStreamNames are mutually exclusive.');
  return (stream) => (names.length === 0 || names.includes(stream)) && stream.startsWith(prefix ?? '');
};

/**
 * The range of events that GetLogEvents returns, out of `count` events. A token contains a position and a direction.
 */
const window = (count: number, input: Input): { from: number; to: number } => {
  const size = limit(input, MAX_EVENTS);
  const token = optionalText(input, 'nextToken');
  if (token === undefined) {
    const from = input.startFromHead === true ? 0 : Math.max(0, count - size);
    return { from, to: Math.min(count, from + size) };
  }
  const [, direction, place] = /^([fb])\/(\d+)$/.exec(token) ?? [];
  if (direction === undefined) throw invalidParameter('The specified nextToken is invalid.');
  const at = Math.min(Number(place), count);
  return direction === 'f' ? { from: at, to: Math.min(count, at + size) } : { from: Math.max(0, at - size), to: at };
};
