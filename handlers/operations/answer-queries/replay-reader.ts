import { type EventBridgeClient, type Replay as Listed, ListReplaysCommand } from '@aws-sdk/client-eventbridge';
import type { Replay } from '../../../api/types.generated.ts';
import { callService } from '../../shared/errors.ts';
import type { ReadReplays } from './ports.ts';

const PAGE = 100;
/** Maximum calls per request. EventBridge deletes replays after 90 days, so more than 1000 are unlikely. */
const MAX_PAGES = 10;

/** Reads at most 1000 replays of one archive from EventBridge. */
export function createReplayReader(client: Pick<EventBridgeClient, 'send'>, archiveArn: string): ReadReplays {
  return async () => {
    const replays: Replay[] = [];
    let NextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const command = new ListReplaysCommand({ EventSourceArn: archiveArn, Limit: PAGE, NextToken });
      const answer = await callService('Listing the replays', () => client.send(command));
      replays.push(...(answer.Replays ?? []).flatMap(read));
      NextToken = answer.NextToken;
      if (NextToken === undefined) break;
    }
    return replays;
  };
}

function read({ ReplayName: name, State: state, ReplayStartTime, EventStartTime, EventEndTime }: Listed): Replay[] {
  const startedAt = ReplayStartTime?.toISOString();
  const from = EventStartTime?.toISOString();
  const to = EventEndTime?.toISOString();
  if (name === undefined || state === undefined) return [];
  return startedAt === undefined || from === undefined || to === undefined
    ? []
    : [{ name, state, startedAt, from, to }];
}
