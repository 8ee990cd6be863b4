import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  type ExecutionStatus,
  paginateListExecutions,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { printable } from '../terminal/table.ts';

/** An execution without data of the applicant. */
export interface ExecutionView {
  readonly executionArn: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly stoppedAt?: Date;
  readonly redrives: number;
  /** Undefined if the submission has no id of the allowed form. */
  readonly applicationId?: string;
  readonly error?: string;
  /** Cause of a refused submission: it names fields, not values. Undefined for other errors, whose cause may quote values. */
  readonly reason?: string;
}

/** At most `limit` executions with one of these statuses, newest first; an empty list of statuses means all. */
export async function newestExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  { statuses, limit }: { readonly statuses: readonly ExecutionStatus[]; readonly limit: number },
): Promise<readonly ExecutionListItem[]> {
  const filters: readonly (ExecutionStatus | undefined)[] = statuses.length === 0 ? [undefined] : statuses;
  const lists = await Promise.all(filters.map((status) => newestOf(sfn, stateMachineArn, status, limit)));
  return lists
    .flat()
    .sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0))
    .slice(0, limit);
}

async function newestOf(
  sfn: SFNClient,
  stateMachineArn: string,
  statusFilter: ExecutionStatus | undefined,
  limit: number,
): Promise<ExecutionListItem[]> {
  const found: ExecutionListItem[] = [];
  const request = { stateMachineArn, statusFilter, maxResults: Math.min(limit, 1000) };
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, request)) {
    found.push(...executions);
    if (found.length >= limit) break;
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

const APPLICATION_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** The application's id in the input of an execution; undefined if it does not have the allowed form. */
export function applicationIdIn(input: string): string | undefined {
  try {
    const detail: unknown = JSON.parse(input);
    const id: unknown = (detail as { application?: { id?: unknown } } | null)?.application?.id;
    return typeof id === 'string' && APPLICATION_ID.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}
