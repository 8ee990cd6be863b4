import { isDecided } from '../../events/states.ts';
import type { Clients } from '../clients.ts';
import { type ExecutionView, newestExecutions, viewExecution } from '../executions/execution-view.ts';
import { type ApplicationView, applicationsIn, viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { type RunStatus, runStatus, UNSUCCESSFUL, unsuccessfulRuns } from '../records/run-status.ts';
import { type Check, type Finding, someOf } from './finding.ts';

/** Checks that each undecided application has an active run, and that each run has a record of its application. */
export const checkRuns: Check = async (clients, now) => [
  abandonedFinding(await abandonedApplications(clients)),
  ...withoutRecordFindings(await executionsWithoutRecord(clients, now)),
];

/**
 * Number of newest executions to check, each with one DescribeExecution call. Earlier checks covered older executions.
 */
const LOOKED_AT = 200;
/** Runs younger than this are not checked, because they may not have written their record yet. */
const GRACE_MS = 60_000;

/** The executions without a record of their application, among the newest that ended without success or are running. */
async function executionsWithoutRecord({ sfn, tables }: Clients, now: Date): Promise<readonly ExecutionView[]> {
  const statuses = [...UNSUCCESSFUL, 'RUNNING'] as const;
  const found = await newestExecutions(sfn, await machineArn(sfn), { statuses, limit: LOOKED_AT });
  const settled = found.filter(({ startDate }) => now.getTime() - (startDate?.getTime() ?? 0) > GRACE_MS);
  const looked = found.filter((item) => item.status !== 'RUNNING' || settled.includes(item));
  const views: ExecutionView[] = [];
  for (const { executionArn } of looked) if (executionArn) views.push(await viewExecution(sfn, executionArn));
  const records = await viewApplications(tables, [
    ...new Set(views.flatMap(({ applicationId }) => applicationId ?? [])),
  ]);
  return views.filter(({ applicationId }) => applicationId === undefined || !records.has(applicationId));
}

export function withoutRecordFindings(executions: readonly ExecutionView[]): readonly Finding[] {
  const refused = executions.filter(({ error }) => error === 'InvalidApplicationException');
  const lost = executions.filter((execution) => !refused.includes(execution));
  const names = lost.map(({ applicationId, executionArn }) => applicationId ?? executionArn);
  return [
    lost.length === 0
      ? { check: 'runs without a record', severity: 'ok', text: 'none' }
      : {
          check: 'runs without a record',
          severity: 'fail',
          text: `${lost.length}: ${someOf(names)}`,
          remedy: 'apps executions --failed, then apps redrive <execution ARN> or apps replay',
        },
    refused.length === 0
      ? { check: 'refused submissions', severity: 'ok', text: 'none' }
      : {
          check: 'refused submissions',
          severity: 'warn',
          text: String(refused.length),
          remedy: 'apps executions --failed shows the invalid fields; the sender must submit again',
        },
  ];
}

export interface Abandoned {
  readonly id: string;
  readonly run: RunStatus;
}

/**
 * Undecided applications without an active run. Reads each record again, because the index is eventually consistent.
 */
async function abandonedApplications({ sfn, tables }: Clients): Promise<readonly Abandoned[]> {
  const undecided = [
    ...(await applicationsIn(tables, 'SUBMITTED')),
    ...(await applicationsIn(tables, 'FLAGGED_FOR_REVIEW')),
    ...(await applicationsIn(tables, 'INFORMATION_REQUESTED')),
  ];
  const machine = await machineArn(sfn);
  const running = new Set<string | undefined>();
  for (const { executionArn } of await newestExecutions(sfn, machine, { statuses: ['RUNNING'], limit: MANY }))
    running.add(executionArn);
  const suspects = undecided.filter(({ executionArn }) => !running.has(executionArn));
  const records = await viewApplications(
    tables,
    suspects.map(({ id }) => id),
  );
  const unsuccessful = await unsuccessfulRuns(sfn, machine);
  const abandoned: Abandoned[] = [];
  for (const record of records.values()) {
    const run = await runOf(record);
    if (!isDecided(record.state) && run !== 'RUNNING' && run !== 'PENDING_REDRIVE')
      abandoned.push({ id: record.id, run });
  }
  return abandoned;

  async function runOf({ executionArn }: ApplicationView): Promise<RunStatus> {
    return unsuccessful.get(executionArn) ?? runStatus(sfn, executionArn);
  }
}

/** Maximum number of running executions to list. The status of an execution that is not listed is read separately. */
const MANY = 10_000;

export function abandonedFinding(abandoned: readonly Abandoned[]): Finding {
  const check = 'applications without a run';
  if (abandoned.length === 0) return { check, severity: 'ok', text: 'none' };
  const names = abandoned.map(({ id, run }) => `${id} (${run === 'MISSING' ? 'its run is gone' : run})`);
  const remedy = 'apps redrive <id>, or apps replay where the run is gone';
  return { check, severity: 'fail', text: `${abandoned.length}: ${someOf(names)}`, remedy };
}
