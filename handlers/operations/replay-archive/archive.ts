import {
  DescribeArchiveCommand,
  type EventBridgeClient,
  type Replay as Listed,
  ListReplaysCommand,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import type { Replay } from '../../../api/types.generated.ts';
import { callService } from '../../shared/errors.ts';
import type { Archive } from './ports.ts';

export interface ArchiveNames {
  readonly archiveName: string;
  readonly busArn: string;
  /** ARNs of the only rules that receive the events of a replay. */
  readonly replayRuleArns: readonly string[];
  /** ARN of the only rule that receives the events of a preview. */
  readonly previewRuleArn: string;
}

/** Maximum number of replays that are listed. */
const SHOWN = 50;

/** Access to the archive in EventBridge. */
export function createArchive(client: Pick<EventBridgeClient, 'send'>, names: ArchiveNames): Archive {
  const { archiveName, busArn, replayRuleArns, previewRuleArn } = names;
  const archiveArn = busArn.replace(/:event-bus\/.*$/, `:archive/${archiveName}`);
  return {
    describe: async () => {
      const command = new DescribeArchiveCommand({ ArchiveName: archiveName });
      const {
        State = '',
        EventCount = 0,
        RetentionDays = 0,
      } = await callService('Reading the archive', () => client.send(command));
      return { name: archiveName, state: State, events: EventCount, retentionDays: RetentionDays };
    },
    replays: async () => {
      const command = new ListReplaysCommand({ EventSourceArn: archiveArn, Limit: SHOWN });
      const { Replays = [] } = await callService('Listing the replays', () => client.send(command));
      return Replays.flatMap(viewOf).toSorted((left, right) => (left.startedAt < right.startedAt ? 1 : -1));
    },
    start: async ({ name, from, to, isPreview }) => {
      const command = new StartReplayCommand({
        ReplayName: name,
        EventSourceArn: archiveArn,
        EventStartTime: from,
        EventEndTime: to,
        Destination: { Arn: busArn, FilterArns: isPreview ? [previewRuleArn] : [...replayRuleArns] },
      });
      await callService('Starting the replay', () => client.send(command));
    },
  };
}

function viewOf({ ReplayName: name, State: state, ReplayStartTime, EventStartTime, EventEndTime }: Listed): Replay[] {
  const startedAt = ReplayStartTime?.toISOString();
  const from = EventStartTime?.toISOString();
  const to = EventEndTime?.toISOString();
  if (name === undefined || state === undefined || from === undefined || to === undefined) return [];
  return [{ name, state, startedAt: startedAt ?? from, from, to }];
}
