import type { KeyedRow, ReviewRow } from '../../shared/measures/row.ts';
import { MESSAGES } from './contract.ts';

/** A line of the log about an application or a review that has ended. The stack's metrics and log queries read it. */
export interface EndedLine {
  readonly message: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** Names of people are not logged. */
export function endedLine(applicationId: string, row: KeyedRow): EndedLine {
  const about = { correlation_id: applicationId, outcome: row.state };
  if (row.kind === 'application') return { message: MESSAGES.applicationEnded, about };
  return { message: MESSAGES.reviewEnded, about: { ...about, ...durationsOf(row) } };
}

/** Seconds from the request; a duration that the file does not have is missing. */
function durationsOf({ requestedAt, claimedAt, decisions: [first], final }: ReviewRow): Record<string, number> {
  const times = { secondsToClaim: claimedAt, secondsToFirstDecision: first?.at, secondsToFinalDecision: final?.at };
  return Object.fromEntries(
    Object.entries(times).flatMap(([name, at]) =>
      at === undefined || requestedAt === undefined
        ? []
        : [[name, Math.max(0, Date.parse(at) - Date.parse(requestedAt)) / 1_000]],
    ),
  );
}
