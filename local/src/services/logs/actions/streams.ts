import { arnOf } from '../../../core/aws/arn.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Action } from '../../../core/service.ts';
import { constraint, invalidParameter } from '../errors.ts';
import type { LogStore } from '../log-store.ts';
import { limit, optionalText, pageOf, requiredText } from '../parameters.ts';
import { groupName } from './groups.ts';

const NAME = /^[^:*]{1,512}$/;

interface Times {
  firstMs: number;
  lastMs: number;
  ingestedMs: number;
}

export const streamActions = (kernel: Kernel, store: LogStore): Record<string, Action> => ({
  CreateLogStream: async (input) => {
    const name = requiredText(input, 'logStreamName');
    if (!NAME.test(name))
      throw constraint('logStreamName', name, 'Member must satisfy regular expression pattern: [^:*]*');
    await store.createStream(requiredText(input, 'logGroupName'), name);
    return {};
  },
  DeleteLogStream: async (input) => {
    await store.deleteStream(requiredText(input, 'logGroupName'), requiredText(input, 'logStreamName'));
    return {};
  },
  DescribeLogStreams: async (input) => {
    const group = groupName(input);
    const prefix = optionalText(input, 'logStreamNamePrefix');
    const byTime = optionalText(input, 'orderBy') === 'LastEventTime';
    if (byTime && prefix !== undefined)
      throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
    const times = await timesOf(store, group);
    const streams = store
      .streams(group)
      .filter(({ name }) => name.startsWith(prefix ?? ''))
      .map((stream) => ({ stream, times: times.get(stream.name) }));
    if (byTime) streams.sort((a, b) => (a.times?.lastMs ?? 0) - (b.times?.lastMs ?? 0));
    if (input.descending === true) streams.reverse();
    const { items, next } = pageOf(streams, input, limit(input, 50));
    return {
      logStreams: items.map(({ stream, times: of }) => ({
        logStreamName: stream.name,
        creationTime: stream.createdMs,
        ...(of && { firstEventTimestamp: of.firstMs, lastEventTimestamp: of.lastMs, lastIngestionTime: of.ingestedMs }),
        arn: arnOf(kernel.home, 'logs', `log-group:${group}:log-stream:${stream.name}`),
        storedBytes: 0,
      })),
      ...next,
    };
  },
});

const timesOf = async (store: LogStore, group: string): Promise<ReadonlyMap<string, Times>> => {
  const byStream = new Map<string, Times>();
  for (const { stream, timestampMs, ingestedMs } of await store.events(group, () => true)) {
    const times = byStream.get(stream) ?? { firstMs: timestampMs, lastMs: timestampMs, ingestedMs };
    times.lastMs = timestampMs;
    times.ingestedMs = Math.max(times.ingestedMs, ingestedMs);
    byStream.set(stream, times);
  }
  return byStream;
};
