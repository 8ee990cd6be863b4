import { isDecided } from '../../events/states.ts';
import type { Clients } from '../clients.ts';
import { type ExecutionView, newestExecutions, viewExecution } from '../executions/execution-view.ts';
import { type ApplicationView, applicationsIn, viewApplications } from '../records/application-view.ts';
import { machineArn } from '../records/machine.ts';
import { type RunStatus, runStatus, UNSUCCESSFUL, unsuccessfulRuns } from '../records/run-status.ts';
import { type Check, type Finding, someOf } from './finding.ts';

/** Records and runs of the workflow agree. */
export const checkRuns: Check = async (clients, now) => [
  abandonedFinding(await abandonedApplications(clients)),
  ...withoutRecordFindings(await executionsWithoutRecord(clients, now)),
];

/** Each costs a question; older ones have been looked at before. */
const LOOKED_AT = 200;
/** A run that began a moment ago has not registered its application yet. */
const GRACE_MS = 60_000;

/** Executions that have no record of their application: the newest of those that failed, and of those that go on. */
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
          remedy: 'apps executions --failed tells the fields; the sender must submit anew',
        },
  ];
}

export interface Abandoned {
  readonly id: string;
  readonly run: RunStatus;
}

/** Undecided applications that no run works on any more. The index may lag, so each is read again. */
async function abandonedApplications({ sfn, tables }: Clients): Promise<readonly Abandoned[]> {
  const undecided = [
    ...(await applicationsIn(tables, 'SUBMITTED')),
    ...(await applicationsIn(tables, 'FLAGGED_FOR_REVIEW')),
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

/** Beyond so many running executions the rest is asked about one by one. */
const MANY = 10_000;

export function abandonedFinding(abandoned: readonly Abandoned[]): Finding {
  const check = 'applications without a run';
  if (abandoned.length === 0) return { check, severity: 'ok', text: 'none' };
  const names = abandoned.map(({ id, run }) => `${id} (${run === 'MISSING' ? 'its run is gone' : run})`);
  const remedy = 'apps redrive <id>, or apps replay where the run is gone';
  return { check, severity: 'fail', text: `${abandoned.length}: ${someOf(names)}`, remedy };
}
