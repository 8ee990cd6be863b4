import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Finding } from '../../cli/doctor/finding.ts';
import { BUS, REVIEW_QUEUE, TABLES } from '../../cli/system-names.ts';
import { APPLICATION_SUBMITTED, EVENT_SOURCE } from '../../events/names.ts';
import { endingKey } from '../../handlers/shared/notification/decide.ts';
import type { FinalStatus } from '../../handlers/shared/notification/ending.ts';
import type { SmokeClients } from './clients.ts';
import type { SmokeSample } from './samples.ts';

const POLL_MS = 500;

/** Says which step was not reached in time. */
class StepTimeout extends Error {
  override readonly name = 'StepTimeout';
}

/** The walk of one application. `timeoutMs` is the longest wait for each step. */
export interface Walk {
  readonly clients: SmokeClients;
  readonly sample: SmokeSample;
  readonly timeoutMs: number;
  /** True if a function consumes the review queue and keeps the token in the table of reviews. */
  readonly hasReviewWorker: boolean;
}

/** Sends one application through the system, as its users do, and checks each effect. Never rejects. */
export async function walk(own: Walk): Promise<Finding> {
  const { sample } = own;
  const startMs = performance.now();
  try {
    await submit(own);
    if (sample.decision !== undefined) await decide(own, sample.decision);
    await mustEnd(own);
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    return { check: sample.id, severity: 'ok', text: `${sample.expectedState} after ${seconds} s, with every effect` };
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { check: sample.id, severity: 'fail', text, remedy: 'apps doctor' };
  }
}

async function submit({ clients, sample }: Walk): Promise<void> {
  const { id, name, address } = sample;
  const entry = {
    EventBusName: BUS,
    Source: EVENT_SOURCE,
    DetailType: APPLICATION_SUBMITTED,
    Detail: JSON.stringify({ application: { id, name, address } }),
  };
  const { Entries: [result] = [] } = await clients.events.send(new PutEventsCommand({ Entries: [entry] }));
  if (!result?.EventId) throw new Error(`the bus refused the event: ${result?.ErrorCode} ${result?.ErrorMessage}`);
}

async function decide(own: Walk, decision: 'APPROVE' | 'REJECT'): Promise<void> {
  const token = await until(own, 'the review request', () =>
    own.hasReviewWorker ? tokenInTable(own) : tokenInQueue(own),
  );
  const output = JSON.stringify({ decision, reviewer: 'smoke-test' });
  await own.clients.sfn.send(new SendTaskSuccessCommand({ taskToken: token, output }));
}

/** The token is stored together with the review's entry in the ledger. */
async function tokenInTable({ clients, sample }: Walk): Promise<string | undefined> {
  const item = await itemOf(clients, TABLES.reviewTokens, { applicationId: sample.id });
  return typeof item?.taskToken === 'string' ? item.taskToken : undefined;
}

/** Takes the message about this application from the review queue. Other messages become visible again at once. */
async function tokenInQueue({ clients: { sqs }, sample }: Walk): Promise<string | undefined> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: REVIEW_QUEUE }));
  const receive = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
  const { Messages = [] } = await sqs.send(receive);
  let token: string | undefined;
  for (const { Body = '{}', ReceiptHandle } of Messages) {
    const { applicationId, taskToken } = JSON.parse(Body) as { applicationId?: string; taskToken?: string };
    if (applicationId !== sample.id) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
      continue;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    token = taskToken;
  }
  return token;
}

/** Waits for the end of the execution, and checks the record, the notification and, if approved, the account. */
async function mustEnd(own: Walk): Promise<void> {
  const { clients, sample } = own;
  const { id, expectedState } = sample;
  const ending = await until(own, 'the end of the execution', () => endingOf(own));
  if (ending.status !== 'SUCCEEDED') throw new Error(`the execution is ${ending.status}: ${ending.executionArn}`);
  const record = await itemOf(clients, TABLES.applications, { id });
  if (record?.state !== expectedState) throw new Error(`the record is ${record?.state}, not ${expectedState}`);
  await until(own, 'the notification about the end, which the rule notify starts', async () => {
    const item = await itemOf(clients, TABLES.notifications, { id: endingKey(ending) });
    return item?.sentAt;
  });
  if (expectedState !== 'APPROVED') return;
  await until(own, 'the account, which the rule open-account starts', () =>
    itemOf(clients, TABLES.accounts, { applicationId: id }),
  );
}

/** The end of the execution of this application; undefined while there is no record or the execution runs. */
async function endingOf({ clients, sample }: Walk) {
  const record = await itemOf(clients, TABLES.applications, { id: sample.id });
  if (typeof record?.executionArn !== 'string') return undefined;
  const { executionArn } = record;
  const { status, stopDate } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
  return stopDate === undefined ? undefined : { executionArn, status: status as FinalStatus, stoppedAt: stopDate };
}

async function itemOf(
  { tables }: SmokeClients,
  TableName: string,
  Key: Readonly<Record<string, string>>,
): Promise<Record<string, unknown> | undefined> {
  return (await tables.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
}

/** @throws StepTimeout */
async function until<T>({ timeoutMs }: Walk, what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const endMs = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > endMs) throw new StepTimeout(`no sign of ${what} within ${timeoutMs / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
