import { ListExecutionsCommand, SendTaskSuccessCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICATION_SUBMITTED } from '../../events/names.ts';
import { eventually } from '../eventually.ts';
import { invoke, put, recordAs, reviewAs, roleThatMay, type Walked, whileDenied } from './system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };
const DOUBTFUL = { name: 'evil Spock', address: '123 Enterprise Street' };
const TWO_HOURS = 7_200;
const PAST_THE_DEADLINE = 31 * 86_400;
const STEP = 5;
/** Longer than all retries of a workflow task, and shorter than the reconciler's interval of an hour. */
const ALL_RETRIES = 1_800;

const submit = (walked: Walked, id: string, application: object): Promise<void> =>
  put(walked, APPLICATION_SUBMITTED, { application: { id, ...application } });

const runs = async ({ sfn }: Walked): Promise<{ count: number; running: number }> => {
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application';
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }));
  return { count: executions.length, running: executions.filter(({ status }) => status === 'RUNNING').length };
};

/** Submits an application that needs no review, and waits for the end of its execution. */
const runThrough = async (walked: Walked, id: string, application: object): Promise<void> => {
  const before = await runs(walked);
  await submit(walked, id, application);
  await eventually(walked, `the end of the run of ${id}`, async () => {
    const now = await runs(walked);
    return now.count > before.count && now.running === before.running ? true : undefined;
  });
};

const decide = async (walked: Walked, id: string, decision: 'APPROVE' | 'REJECT'): Promise<void> => {
  await submit(walked, id, DOUBTFUL);
  const { taskToken } = await reviewAs(walked, id, 'PENDING');
  const output = JSON.stringify({ decision, reviewer: 'walk' });
  await walked.sfn.send(new SendTaskSuccessCommand({ taskToken: String(taskToken), output }));
};

const accountOf = (walked: Walked, applicationId: string): Promise<Record<string, unknown>> =>
  eventually(walked, `the account of ${applicationId}`, async () => {
    const { Item } = await walked.tables.send(new GetCommand({ TableName: 'accounts', Key: { applicationId } }));
    return Item?.announcedAt ? Item : undefined;
  });

const approvedAndRepeated = async (walked: Walked): Promise<void> => {
  await submit(walked, 'clean', GOOD);
  const { executionArn, updatedAt } = await recordAs(walked, 'clean', 'APPROVED');
  await accountOf(walked, 'clean');
  await runThrough(walked, 'clean', GOOD);
  await put(walked, 'ApplicationApproved', { applicationId: 'clean', outcome: 'APPROVED', occurredAt: updatedAt });
  await invoke(walked, 'record-outcome', { outcome: 'APPROVED', applicationId: 'clean', executionArn, decision: null });
  const ending = { executionArn, status: 'SUCCEEDED', stopDate: Date.parse(String(updatedAt)) };
  const detail = { ...ending, input: JSON.stringify({ application: { id: 'clean' } }) };
  await invoke(walked, 'notify', { detail });
  await invoke(walked, 'notify', { detail });
};

const refused = async (walked: Walked): Promise<void> => {
  await runThrough(walked, 'unprocessable', { name: 'UNPROCESSABLE_DATA', address: '123 Street' });
  await runThrough(walked, 'invalid', { name: '', address: '123 Street' });
};

const reviewed = async (walked: Walked): Promise<void> => {
  await decide(walked, 'reviewed-approve', 'APPROVE');
  await recordAs(walked, 'reviewed-approve', 'APPROVED');
  await reviewAs(walked, 'reviewed-approve', 'REVIEW_APPROVED');
  await decide(walked, 'reviewed-reject', 'REJECT');
  await recordAs(walked, 'reviewed-reject', 'REJECTED');
};

const abortedAndTakenOver = async (walked: Walked): Promise<void> => {
  await submit(walked, 'aborted', DOUBTFUL);
  await reviewAs(walked, 'aborted', 'PENDING');
  const { executionArn } = await recordAs(walked, 'aborted', 'FLAGGED_FOR_REVIEW');
  await walked.sfn.send(new StopExecutionCommand({ executionArn: String(executionArn) }));
  await walked.aws.clock.advance({ seconds: TWO_HOURS });
  await reviewAs(walked, 'aborted', 'REVIEW_EXPIRED');
  await submit(walked, 'aborted', GOOD);
  await recordAs(walked, 'aborted', 'APPROVED');
};

/** The execution decides but cannot send its event; the next submission and the reconciler send it. */
const decidedAndNotAnnounced = async (walked: Walked): Promise<void> => {
  const role = await roleThatMay(walked, 'logs:PutLogEvents', /\/record-outcome:\*$/);
  await whileDenied(walked, role, 'events:PutEvents', async () => {
    const before = await runs(walked);
    await submit(walked, 'unannounced', GOOD);
    await recordAs(walked, 'unannounced', 'APPROVED');
    for (let moved = 0; (await runs(walked)).running > before.running; moved += STEP) {
      if (moved > ALL_RETRIES) throw new Error('The execution that could not send its event did not end.');
      await walked.aws.clock.advance({ seconds: STEP });
    }
  });
  await runThrough(walked, 'unannounced', GOOD);
  await walked.aws.clock.advance({ seconds: TWO_HOURS });
};

/** A review without a decision, past its deadline. */
export const expired = async (walked: Walked): Promise<void> => {
  await submit(walked, 'forgotten', DOUBTFUL);
  await reviewAs(walked, 'forgotten', 'PENDING');
  await walked.aws.clock.advance({ seconds: TWO_HOURS });
  await walked.aws.clock.advance({ seconds: PAST_THE_DEADLINE });
  await recordAs(walked, 'forgotten', 'REVIEW_EXPIRED');
};

/** Every path of an application, and repeated submissions and events. */
export const APPLICATION_PATHS = {
  'approved, submitted again, announced again, notified again': approvedAndRepeated,
  'unprocessable and invalid': refused,
  'reviewed: approved and rejected': reviewed,
  'aborted, closed by keep-reviews, submitted again': abortedAndTakenOver,
  'decided and not announced': decidedAndNotAnnounced,
};
