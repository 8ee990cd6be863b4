import {
  CancelReplayCommand,
  DescribeReplayCommand,
  type EventBridgeClient,
  type ReplayState,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { isNamed } from '../failures.ts';
import type { Archive } from './archive.ts';
import type { Range } from './range.ts';

export interface WantedReplay {
  readonly name: string;
  readonly archive: Archive;
  readonly range: Range;
  /** ARNs of the only rules that receive the replayed events. */
  readonly ruleArns: readonly string[];
}

export async function startReplay(events: EventBridgeClient, wanted: WantedReplay): Promise<void> {
  const { name, archive, range, ruleArns } = wanted;
  await events.send(
    new StartReplayCommand({
      ReplayName: name,
      EventSourceArn: archive.arn,
      EventStartTime: range.from,
      EventEndTime: range.to,
      Destination: { Arn: archive.busArn, FilterArns: [...ruleArns] },
    }),
  );
}

export interface ReplayView {
  readonly state: ReplayState;
  readonly reason: string | undefined;
  /** Time of the last replayed event in epoch milliseconds. Undefined before the first replayed event. */
  readonly lastEventMs: number | undefined;
}

export async function viewReplay(events: EventBridgeClient, name: string): Promise<ReplayView> {
  const answer = await events.send(new DescribeReplayCommand({ ReplayName: name }));
  const { State = 'STARTING', StateReason: reason, EventLastReplayedTime: last } = answer;
  return { state: State, reason, lastEventMs: last?.getTime() };
}

const ENDED: ReadonlySet<ReplayState> = new Set(['COMPLETED', 'CANCELLED', 'FAILED']);

export function isEnded({ state }: ReplayView): boolean {
  return ENDED.has(state);
}

/** Requests the cancellation of a replay. Returns false if the replay has already ended. */
export async function cancelReplay(events: EventBridgeClient, name: string): Promise<boolean> {
  try {
    await events.send(new CancelReplayCommand({ ReplayName: name }));
    return true;
  } catch (error) {
    if (isNamed(error, 'IllegalStatusException')) return false;
    throw error;
  }
}
