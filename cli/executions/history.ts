import { GetExecutionHistoryCommand, type HistoryEvent, type SFNClient } from '@aws-sdk/client-sfn';
import type { Page } from '../api/pages.ts';
import { printable } from '../terminal/table.ts';

/** An event of a run without its data: inputs, outputs and causes may contain values of the applicant. */
export interface HistoryLine {
  readonly id: number;
  readonly at: Date;
  readonly type: string;
  /** The state that the event belongs to; undefined for events of the run itself. */
  readonly state?: string;
  /** The name of the error. */
  readonly error?: string;
}

/** Reads one page of the history, oldest event first, with data: without it the events do not have the names of errors. */
export async function readHistory(
  sfn: SFNClient,
  executionArn: string,
  { size, cursor }: { readonly size: number; readonly cursor: string | undefined },
): Promise<Page<HistoryEvent>> {
  const request = { executionArn, maxResults: size, nextToken: cursor };
  const { events = [], nextToken } = await sfn.send(new GetExecutionHistoryCommand(request));
  return { items: events, ...(nextToken !== undefined && { cursor: nextToken }) };
}

/** The events as lines. An event between a state's entry and exit gets the state of the event before it. */
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

/** The error's name is a member of the details, whose name depends on the event type. */
function errorOf(event: HistoryEvent): string | undefined {
  for (const details of Object.values(event))
    if (typeof details === 'object' && 'error' in details && typeof details.error === 'string') return details.error;
  return undefined;
}
