import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { applicationIdIn } from '../../events/application-id.ts';
import type { Page } from '../api/pages.ts';
import { CommandFailure, EXIT } from '../failures.ts';
import { printable } from '../terminal/table.ts';

/** The members of an execution that contain no data of the applicant. */
export interface ExecutionView {
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
  readonly redrives: number;
  /** Undefined if the submission has no valid application id. */
  readonly applicationId?: string;
  readonly error?: string;
  /**
   * Cause of a refused submission; it has no values. Undefined for other errors, because their causes may contain
   * values.
   */
  readonly reason?: string;
}

export interface ExecutionsQuery {
  /** An empty list means all statuses. */
  readonly statuses: readonly ExecutionStatus[];
  readonly limit: number;
  /** Cursor of an earlier page; the list continues after that page. */
  readonly cursor?: string;
}

/** A page of executions, newest first. */
export async function newestPage(
  sfn: SFNClient,
  stateMachineArn: string,
  { statuses, limit, cursor }: ExecutionsQuery,
): Promise<Page<ExecutionListItem>> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  const filters: readonly (ExecutionStatus | undefined)[] = statuses.length === 0 ? [undefined] : statuses;
  // Reads one more than the limit, to find out whether there is another page.
  const lists = await Promise.all(
    filters.map((status) => newestOf(sfn, { stateMachineArn, status, limit: limit + 1, after })),
  );
  const found = lists.flat().sort(byAge);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(found.length > limit && last !== undefined && { cursor: cursorOf(last) }) };
}

/** At most `limit` executions with one of these statuses, newest first; an empty list of statuses means all. */
export async function newestExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  query: Omit<ExecutionsQuery, 'cursor'>,
): Promise<readonly ExecutionListItem[]> {
  return (await newestPage(sfn, stateMachineArn, query)).items;
}

/** Position of an execution in a list. Lists are sorted by start time, then by name. */
interface Place {
  readonly startMs: number;
  readonly name: string;
}

function placeOf({ startDate, name = '' }: ExecutionListItem): Place {
  return { startMs: startDate?.getTime() ?? 0, name };
}

function comparePlaces(a: Place, b: Place): number {
  return b.startMs - a.startMs || (a.name < b.name ? -1 : Number(a.name > b.name));
}

const byAge = (a: ExecutionListItem, b: ExecutionListItem): number => comparePlaces(placeOf(a), placeOf(b));

function cursorOf(item: ExecutionListItem): string {
  const { startMs, name } = placeOf(item);
  return `${startMs}.${name}`;
}

/** @throws CommandFailure with exit code 2 if `cursorOf` cannot have made this cursor */
function readCursor(cursor: string): Place {
  const [, startMs, name] = /^(\d{1,15})\.([\w-]{1,80})$/.exec(cursor) ?? [];
  if (startMs !== undefined && name !== undefined) return { startMs: Number(startMs), name };
  throw new CommandFailure(EXIT.usage, `The cursor ${cursor} is invalid; use the one that a list has printed.`);
}

interface NewestQuery {
  readonly stateMachineArn: string;
  readonly status: ExecutionStatus | undefined;
  readonly limit: number;
  readonly after: Place | undefined;
}

/**
 * Reads the newest executions. ListExecutions sorts by start time, newest first. Executions that started in the same
 * millisecond as the last one are read too, so that sorting them by name gives the same order on every page.
 */
async function newestOf(
  sfn: SFNClient,
  { stateMachineArn, status: statusFilter, limit, after }: NewestQuery,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  const maxResults = after === undefined ? Math.min(limit, 1000) : 1000;
  for await (const { executions = [] } of paginateListExecutions(
    { client: sfn },
    { stateMachineArn, statusFilter, maxResults },
  )) {
    for (const item of executions) if (after === undefined || comparePlaces(placeOf(item), after) > 0) found.push(item);
    const last = found.at(limit - 1);
    const oldest = executions.at(-1);
    if (last !== undefined && oldest !== undefined && placeOf(oldest).startMs < placeOf(last).startMs) break;
  }
  return found;
}

const REFUSED = 'InvalidApplicationException';

export async function viewExecution(sfn: SFNClient, executionArn: string): Promise<ExecutionView> {
  const answer = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  const { status = 'RUNNING', startDate = new Date(0), stopDate, input = '', error, cause, redriveCount = 0 } = answer;
  const applicationId = applicationIdIn(input);
  return {
    executionArn,
    status,
    startedAt: startDate,
    redrives: redriveCount,
    ...(stopDate !== undefined && { stoppedAt: stopDate }),
    ...(applicationId !== undefined && { applicationId }),
    ...(error !== undefined && { error: printable(error) }),
    ...(error === REFUSED && cause !== undefined && { reason: printable(cause) }),
  };
}
