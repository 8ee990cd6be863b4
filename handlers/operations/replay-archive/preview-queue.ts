import { DeleteMessageBatchCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { parseApplicationSubmitted } from '../../../events/application-submitted.ts';
import { callService } from '../../shared/errors.ts';
import type { PreviewedEvent, TakePreviewed } from './ports.ts';

const BATCH = 10;
/** Maximum number of receive calls per request, so that a request ends before the function's timeout. */
const BATCHES = 10;
/** More than 0, for long polling: it asks all servers of the queue, while a short poll asks only some of them. */
const WAIT_SECONDS = 1;

/** Receives and deletes up to 100 messages of the preview queue. The archive still has the events. */
export function createTakePreviewed(client: Pick<SQSClient, 'send'>, QueueUrl: string): TakePreviewed {
  return async () => {
    const events: PreviewedEvent[] = [];
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const receive = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT_SECONDS,
      });
      const { Messages = [] } = await callService('Reading the preview', () => client.send(receive));
      if (Messages.length === 0) break;
      events.push(...Messages.flatMap(({ Body = '' }) => eventIn(Body)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      const remove = new DeleteMessageBatchCommand({ QueueUrl, Entries });
      await callService('Deleting the preview messages', () => client.send(remove));
    }
    return events;
  };
}

/** Reads an event from a message body; keeps only ids, no applicant's data. */
function eventIn(body: string): PreviewedEvent[] {
  const { id, detail, 'replay-name': replayName } = parsed(body);
  if (typeof id !== 'string' || typeof replayName !== 'string') return [];
  const submission = parseApplicationSubmitted(detail);
  return [{ eventId: id, replayName, ...(submission.ok ? { applicationId: submission.application.id } : {}) }];
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
