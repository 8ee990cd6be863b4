import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import { callService } from '../../shared/errors.ts';
import type { PreviewedEvent, ReceivePreviewed, TakePreviewed } from './ports.ts';

const BATCH = 10;
/** Limit per request, so that it ends before the function's timeout and before messages are delivered again. */
const BATCHES = 10;
/** More than 0, for long polling: it asks all servers of the queue, while a short poll asks only some of them. */
const WAIT_SECONDS = 1;

/** Receives up to 100 messages of the preview queue. They are copies of events that stay in the archive. */
export function createReceivePreviewed(client: Pick<SQSClient, 'send'>, QueueUrl: string): ReceivePreviewed {
  const receive = async (): Promise<readonly Message[]> => {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: WAIT_SECONDS });
    return (await callService('Reading the preview', () => client.send(command))).Messages ?? [];
  };
  const remove = async (messages: readonly Message[]): Promise<void> => {
    const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const command = new DeleteMessageBatchCommand({ QueueUrl, Entries });
    await callService('Deleting the preview messages', () => client.send(command));
  };
  return async () => {
    const batches: (readonly Message[])[] = [];
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const messages = await receive();
      if (messages.length === 0) break;
      batches.push(messages);
    }
    return {
      events: batches.flat().flatMap(({ Body = '' }) => eventIn(Body)),
      remove: async () => void (await Promise.all(batches.map(remove))),
    };
  };
}

/** Receives and deletes events; keeps only their ids, no applicant's data. */
export function createTakePreviewed(receive: ReceivePreviewed): TakePreviewed {
  return async () => {
    const { events, remove } = await receive();
    await remove();
    return events.map(({ eventId, replayName, application }) =>
      application === undefined ? { eventId, replayName } : { eventId, replayName, applicationId: application.id },
    );
  };
}

function eventIn(body: string): PreviewedEvent[] {
  const { id, detail, 'replay-name': replayName } = parsed(body);
  if (typeof id !== 'string' || typeof replayName !== 'string') return [];
  const submission = parseApplicationSubmitted(detail);
  return [{ eventId: id, replayName, ...(submission.ok ? { application: submission.application } : {}) }];
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
