import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { alreadyExists } from '../errors.ts';
import { archiveArn, busArn, replayArn, resourceOf, ruleArn } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, optionalText, requiredObject, requiredText, requiredTime, textList } from '../parameters.ts';
import { present } from '../present.ts';
import type { Replay } from '../replay/replay-store.ts';

const NAME_RULE = { max: 64, pattern: NAME };
const ARN = { max: 1600 };
const STATES = ['STARTING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'CANCELLED', 'FAILED'];

const date = (ms: number | null): Date | undefined => (ms === null ? undefined : new Date(ms));

/** AWS's quota for active replays. */
const MAX_ACTIVE = 10;
const ACTIVE: ReadonlySet<string> = new Set(['STARTING', 'RUNNING', 'CANCELLING']);

const invalid = (parameter: string, reason: string): AwsError =>
  validationError(`Parameter ${parameter} is not valid. Reason: ${reason}`);

export const replayActions = (context: EventBridgeContext): { readonly [name: string]: Action } => {
  const { kernel, buses, rules, archives, replayStore, replays } = context;
  const { home } = kernel;

  /** Checks that a filter is an existing rule of the destination bus. Throws AwsError. */
  const checkFilter = (arn: string, bus: string) => {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    if (arn !== ruleArn(home, bus, name))
      throw invalid('Destination.FilterArns', 'Rule must be on the destination event bus.');
    rules.get(bus, name);
  };

  /** Reads a StartReplay request and checks it in the same order as AWS. */
  const wantedReplay = (input: Input): Omit<Replay, 'startedMs'> => {
    const name = requiredText(input, 'ReplayName', NAME_RULE);
    const source = requiredText(input, 'EventSourceArn', ARN);
    const destination = requiredObject(input, 'Destination');
    const target = requiredText(destination, 'Arn', ARN, 'destination.arn');
    const filterArns = textList(destination, 'FilterArns');
    const description = optionalText(input, 'Description', { max: 512 }) ?? null;
    const fromMs = requiredTime(input, 'EventStartTime');
    const toMs = requiredTime(input, 'EventEndTime');
    const bus = resourceOf(target, 'event-bus');
    if (bus === undefined) throw invalid('Destination.Arn', 'Must contain an event bus ARN.');
    if (replayStore.find(name)) throw alreadyExists(`Replay ${name} already exists.`);
    if (toMs <= fromMs) throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
    buses.get(bus);
    const archive = resourceOf(source, 'archive') ?? '';
    const found = archives.find(archive);
    if (!found) throw invalid('EventSourceArn', `Archive ${archive} does not exist.`);
    if (found.bus !== bus) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
    for (const arn of filterArns) checkFilter(arn, bus);
    if (replayStore.list().filter(({ state }) => ACTIVE.has(state)).length >= MAX_ACTIVE)
      throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    const progress = { endedMs: null, lastEventMs: null, lastSeq: 0, stateReason: null };
    return { name, archive, bus, description, filterArns, fromMs, toMs, state: 'STARTING', ...progress };
  };

  const StartReplay: Action = async (input) => {
    const startedMs = kernel.clock.now();
    const replay = await kernel.store.write(() => {
      const started = { ...wantedReplay(input), startedMs };
      replays.plan(started);
      return started;
    });
    return { ReplayArn: replayArn(home, replay.name), State: replay.state, ReplayStartTime: new Date(startedMs) };
  };

  const CancelReplay: Action = async (input) => {
    const name = requiredText(input, 'ReplayName', NAME_RULE);
    await kernel.store.write(() => {
      const replay = replayStore.get(name);
      if (replay.state !== 'STARTING' && replay.state !== 'RUNNING')
        throw new AwsError('IllegalStatusException', `Replay ${name} is not in a valid state for this operation.`);
      replays.plan({ ...replay, state: 'CANCELLING' });
    });
    return { ReplayArn: replayArn(home, name), State: 'CANCELLING' };
  };

  const summary = (replay: Replay) => ({
    ReplayName: replay.name,
    EventSourceArn: archiveArn(home, replay.archive),
    State: replay.state,
    StateReason: replay.stateReason,
    EventStartTime: date(replay.fromMs),
    EventEndTime: date(replay.toMs),
    EventLastReplayedTime: date(replay.lastEventMs),
    ReplayStartTime: date(replay.startedMs),
    ReplayEndTime: date(replay.endedMs),
  });

  const DescribeReplay: Action = (input) => {
    const replay = replayStore.get(requiredText(input, 'ReplayName', NAME_RULE));
    const { name, description, bus, filterArns } = replay;
    const Destination = { Arn: busArn(home, bus), ...(filterArns.length > 0 && { FilterArns: filterArns }) };
    return present({ ...summary(replay), ReplayArn: replayArn(home, name), Description: description, Destination });
  };

  const ListReplays: Action = (input) => {
    const prefix = optionalText(input, 'NamePrefix', { min: 1, ...NAME_RULE });
    const source = optionalText(input, 'EventSourceArn', { min: 1, ...ARN });
    const state = optionalText(input, 'State', { oneOf: STATES });
    if ([prefix, source, state].filter((filter) => filter !== undefined).length > 1)
      throw validationError(
        'At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.',
      );
    const found = replayStore
      .list()
      .filter((replay) => replay.name.startsWith(prefix ?? '') && replay.state === (state ?? replay.state))
      .filter((replay) => source === undefined || archiveArn(home, replay.archive) === source);
    const { items, ...next } = page(found, ({ name }) => name, input);
    return { Replays: items.map((replay) => present(summary(replay))), ...next };
  };

  return { StartReplay, CancelReplay, DescribeReplay, ListReplays };
};
