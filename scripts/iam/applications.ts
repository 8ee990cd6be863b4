import { ListExecutionsCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED } from '../../events/names.ts';
import { eventually } from '../eventually.ts';
import { invoke, put, recordAs, reviewAs, type System, tokenOf } from './system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };
const DOUBTFUL = { name: 'evil Spock', address: '123 Enterprise Street' };
const TWO_HOURS = 7_200;
const PAST_THE_DEADLINE = 31 * 86_400;

const submit = (system: System, id: string, application: object): Promise<void> =>
  put(system, APPLICATION_SUBMITTED, { application: { id, ...application } });

const runs = async ({ sfn }: System): Promise<{ count: number; running: number }> => {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application';
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
  return { count: executions.length, running: executions.filter(({ status }) => status === 'RUNNING').length };
};

/** Submits an application that needs no review, and waits for the end of its execution. */
const runThrough = async (system: System, id: string, application: object): Promise<void> => {
  const before = await runs(system);
  await submit(system, id, application);
  await eventually(system, `the end of the run of ${id}`, async () => {
    const now = await runs(system);
    return now.count > before.count && now.running === before.running ? true : undefined;
  });
};

const decide = async (system: System, id: string, decision: 'APPROVE' | 'REJECT'): Promise<void> => {
  await submit(system, id, DOUBTFUL);
  await reviewAs(system, id, 'PENDING');
  const taskToken = await tokenOf(system, id);
  const output = JSON.stringify({ decision, reviewer: 'grant-check' });
  await system.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
};

const accountOf = (system: System, applicationId: string): Promise<Record<string, unknown>> =>
  eventually(system, `the account of ${applicationId}`, async () => {
    const { Item } = await system.tables.send(new GetCommand({ TableName: 'accounts', Key: { applicationId } }));
    return Item?.announcedAt ? Item : undefined;
  });

const approvedAndRepeated = async (system: System): Promise<void> => {
  await submit(system, 'clean', GOOD);
  const { executionArn, updatedAt } = await recordAs(system, 'clean', 'APPROVED');
  await accountOf(system, 'clean');
  await runThrough(system, 'clean', GOOD);
  await put(system, 'ApplicationApproved', { applicationId: 'clean', outcome: 'APPROVED', occurredAt: updatedAt });
  await invoke(system, 'record-outcome', { outcome: 'APPROVED', applicationId: 'clean', executionArn, decision: null });
  const ending = { executionArn, status: 'SUCCEEDED', stopDate: Date.parse(String(updatedAt)) };
  const detail = { ...ending, input: JSON.stringify({ application: { id: 'clean' } }) };
  await invoke(system, 'notify', { detail });
  await invoke(system, 'notify', { detail });
};

const refused = async (system: System): Promise<void> => {
  await runThrough(system, 'unprocessable', { name: 'UNPROCESSABLE_DATA', address: '123 Street' });
  await runThrough(system, 'invalid', { name: '', address: '123 Street' });
};

const reviewed = async (system: System): Promise<void> => {
  await decide(system, 'reviewed-approve', 'APPROVE');
  await recordAs(system, 'reviewed-approve', 'APPROVED');
  await reviewAs(system, 'reviewed-approve', 'REVIEW_APPROVED');
  await decide(system, 'reviewed-reject', 'REJECT');
  await recordAs(system, 'reviewed-reject', 'REJECTED');
};

const abortedAndTakenOver = async (system: System): Promise<void> => {
  await submit(system, 'aborted', DOUBTFUL);
  await reviewAs(system, 'aborted', 'PENDING');
  const { executionArn } = await recordAs(system, 'aborted', 'FLAGGED_FOR_REVIEW');
  await system.sfn.send(new StopExecutionCommand({ executionArn: String(executionArn) }));
  await system.aws.clock.advance({ seconds: TWO_HOURS });
  await reviewAs(system, 'aborted', 'REVIEW_EXPIRED');
  await submit(system, 'aborted', GOOD);
  await recordAs(system, 'aborted', 'APPROVED');
};

/** The outcome is on record and the execution aborted: the next submission sends the event again. */
const decidedAndAborted = async (system: System): Promise<void> => {
  await submit(system, 'decided', DOUBTFUL);
  await reviewAs(system, 'decided', 'PENDING');
  const { executionArn } = await recordAs(system, 'decided', 'FLAGGED_FOR_REVIEW');
  const outcome = { outcome: 'APPROVED', applicationId: 'decided', executionArn, decision: null };
  await invoke(system, 'record-outcome', outcome);
  await system.sfn.send(new StopExecutionCommand({ executionArn: String(executionArn) }));
  await runThrough(system, 'decided', GOOD);
};

/** A review that nobody decides before its deadline. */
export const expired = async (system: System): Promise<void> => {
  await submit(system, 'forgotten', DOUBTFUL);
  await reviewAs(system, 'forgotten', 'PENDING');
  await system.aws.clock.advance({ seconds: TWO_HOURS });
  await system.aws.clock.advance({ seconds: PAST_THE_DEADLINE });
  await recordAs(system, 'forgotten', 'REVIEW_EXPIRED');
};

/** Every path of an application, and repeated submissions and events. */
export const APPLICATION_PATHS = {
  'approved, submitted again, announced again, notified again': approvedAndRepeated,
  'unprocessable and invalid': refused,
  'reviewed: approved and rejected': reviewed,
  'aborted, closed by keep-reviews, submitted again': abortedAndTakenOver,
  'decided, aborted, submitted again': decidedAndAborted,
};
