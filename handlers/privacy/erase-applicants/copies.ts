import { type EventBridgeClient, ListReplaysCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { callService } from '../../shared/errors.ts';
import type { Copies, Replay, Run } from './ports.ts';

const PAGE = 100;

/** Reads the run of an application and the replays of the archive. */
export function createCopies(
  states: Pick<SFNClient, 'send'>,
  events: Pick<EventBridgeClient, 'send'>,
  archiveArn: string,
): Copies {
  return {
    run: (executionArn) => describe(states, executionArn),
    replays: async () => {
      const found: Replay[] = [];
      let NextToken: string | undefined;
      do {
        const command = new ListReplaysCommand({ EventSourceArn: archiveArn, Limit: PAGE, NextToken });
        const answer = await callService('Listing the replays', () => events.send(command));
        for (const { EventStartTime, EventEndTime, ReplayEndTime } of answer.Replays ?? [])
          if (EventStartTime !== undefined && EventEndTime !== undefined)
            found.push(replayOf(EventStartTime, EventEndTime, ReplayEndTime));
        NextToken = answer.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  };
}

function replayOf(from: Date, to: Date, endedAt: Date | undefined): Replay {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
  };
}

async function describe(client: Pick<SFNClient, 'send'>, executionArn: string): Promise<Run | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn });
    const { startDate, stopDate } = await callService('Describing the run', () => client.send(command));
    if (startDate === undefined) return undefined;
    const startedAt = startDate.toISOString();
    return stopDate === undefined ? { startedAt } : { startedAt, stoppedAt: stopDate.toISOString() };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return undefined;
    throw error;
  }
}
