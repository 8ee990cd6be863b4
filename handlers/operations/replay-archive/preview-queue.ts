import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { parseApplicationAmended } from '../../../events/application-amended.ts';
import { parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import { APPLICATION_AMENDED } from '../../../events/names.ts';
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

/** Receives and deletes events; keeps the ids of submissions without the applicant's data, and amendments. */
export function createTakePreviewed(receive: ReceivePreviewed): TakePreviewed {
  return async () => {
    const { events, remove } = await receive();
    await remove();
    return events.map(({ eventId, replayName, application, amendment }) => {
      const applicationId = application?.id ?? amendment?.id;
      return {
        eventId,
        replayName,
        ...(applicationId === undefined ? {} : { applicationId }),
        ...(amendment === undefined ? {} : { amendment }),
      };
    });
  };
}

function eventIn(body: string): PreviewedEvent[] {
  const { id, detail, 'replay-name': replayName, 'detail-type': detailType } = parsed(body);
  if (typeof id !== 'string' || typeof replayName !== 'string') return [];
  if (detailType === APPLICATION_AMENDED) {
    const amended = parseApplicationAmended(detail);
    const event = { eventId: id, replayName, isAmendment: true } as const;
    return [amended.ok ? { ...event, amendment: amended.application } : event];
  }
  const submission = parseApplicationSubmitted(detail);
  const event = { eventId: id, replayName };
  return [submission.ok ? { ...event, application: submission.application } : event];
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
