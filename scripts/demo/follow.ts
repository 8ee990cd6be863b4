import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { DeleteMessageCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { APPLICATION_SUBMITTED, BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import { type Clients, readRecord } from '../clients.ts';
import { eventually } from '../eventually.ts';
import type { Sample } from './samples.ts';

/** Longer than every deadline of a review. */
const PAST_DEADLINE_DAYS = 31;

/** The states that the execution enters again after a review's heartbeat has timed out. */
const WAITING_AGAIN = new Set(['Review Still Open?', 'Pending Review']);

/** Reports one step of the demo. */
export type Tell = (what: string, detail?: string) => void;

const submit = async ({ events }: Clients, { application }: Sample): Promise<void> => {
  const entry = {
    EventBusName: BUS_NAME,
    Source: EVENT_SOURCE,
    DetailType: APPLICATION_SUBMITTED,
    Detail: JSON.stringify({ application }),
  };
  const { Entries: [result] = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (!result?.EventId) throw new Error(`The event was refused: ${result?.ErrorCode} ${result?.ErrorMessage}`);
};

interface ReviewMessage {
  readonly taskToken: string;
  readonly applicationId: string;
  readonly reasons: readonly string[];
}

const takeReview = async (clients: Clients, id: string): Promise<ReviewMessage> => {
  const { sqs } = clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'review-queue' }));
  return eventually(clients, `the review message of ${id}`, async () => {
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
    if (!message?.Body) return undefined;
    const review = JSON.parse(message.Body) as ReviewMessage;
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
    return review.applicationId === id ? review : undefined;
  });
};

const review = async (clients: Clients, { application, reviewer }: Sample, tell: Tell): Promise<void> => {
  const { taskToken, reasons } = await takeReview(clients, application.id);
  tell('review-queue', `a reviewer is asked because of ${reasons.join(' and ')}`);
  if (reviewer === 'silence') {
    tell('clock', `moved by ${PAST_DEADLINE_DAYS} days`);
    await clients.aws.clock.advance({ days: PAST_DEADLINE_DAYS });
    return;
  }
  const output = JSON.stringify({ decision: reviewer, reviewer: 'demo' });
  await clients.sfn.send(new SendTaskSuccessCommand({ taskToken, output }));
  tell('reviewer', reviewer);
};

/** Calls `entered` for each state that the execution enters, until it ends; resolves with its status. */
const watch = async (
  clients: Clients,
  executionArn: string,
  entered: (state: string) => Promise<void>,
): Promise<string> => {
  const { sfn } = clients;
  let seen = 0;
  return eventually(clients, 'the end of the execution', async () => {
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
    for (const { stateEnteredEventDetails } of events.slice(seen))
      if (stateEnteredEventDetails?.name) await entered(stateEnteredEventDetails.name);
    seen = events.length;
    return status === 'RUNNING' ? undefined : status;
  });
};

/** Sends one application and decides its review if it gets one. Resolves with the name of the last state. */
export const follow = async (clients: Clients, sample: Sample, tell: Tell): Promise<string> => {
  const { id } = sample.application;
  await submit(clients, sample);
  tell('put-events', `${APPLICATION_SUBMITTED} ${id}`);
  const { executionArn } = await eventually(clients, `the record of ${id}`, () => readRecord(clients, id));
  let reviews = 0;
  const status = await watch(clients, String(executionArn), async (state) => {
    if (reviews > 0 && WAITING_AGAIN.has(state)) {
      if (state === 'Pending Review') reviews += 1;
      return;
    }
    if (reviews > 1) tell('state', `Pending Review, entered ${reviews - 1} more times: its heartbeat timed out`);
    tell('state', state);
    if (state !== 'Pending Review') return;
    reviews = 1;
    await review(clients, sample, tell);
  });
  const state = String((await readRecord(clients, id))?.state);
  tell('execution', `${status}, the application is ${state}`);
  return state;
};
