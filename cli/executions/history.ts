import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { Page } from '../api/pages.ts';
import { printable } from '../terminal/table.ts';

/** An event of a run without inputs, outputs and causes, which may contain data of the applicant. */
export interface HistoryLine {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  /** Name of the state to which the event belongs. Undefined for events of the whole run. */
  readonly state?: string;
  /** Name of the error, if the event is a failure. */
  readonly error?: string;
}

/** Reads one page of the history, oldest event first. Asks for execution data, because error names are part of it. */
export async function readHistory(
  sfn: SFNClient,
  executionArn: string,
  { size, cursor }: { readonly size: number; readonly cursor: string | undefined },
): Promise<Page<HistoryEvent>> {
  const request = { executionArn, maxResults: size, nextToken: cursor };
  const { events = [], nextToken } = await sfn.send(new GetExecutionHistoryCommand(request));
  return { items: events, ...(nextToken !== undefined && { cursor: nextToken }) };
}

/** Converts events to lines. An event that has no state name gets the state of the event before it. */
export function historyLines(events: readonly HistoryEvent[]): readonly HistoryLine[] {
  const states = new Map<number, string>();
  return events.map((event) => {
    const { id = 0, previousEventId = 0, timestamp = new Date(0), type = '' } = event;
    const named = event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name;
    const state = type.startsWith('Execution') ? undefined : (named ?? states.get(previousEventId));
    if (state !== undefined && event.stateExitedEventDetails === undefined) states.set(id, state);
    const error = errorOf(event);
    return {
      id,
      at: timestamp,
      type,
      ...(state !== undefined && { state: printable(state) }),
      ...(error !== undefined && { error: printable(error) }),
    };
  });
}

/** Finds the error's name in the details member, which has another name for each event type. */
function errorOf(event: HistoryEvent): string | undefined {
  for (const details of Object.values(event))
    if (typeof details === 'object' && 'error' in details && typeof details.error === 'string') return details.error;
  return undefined;
}
