import { PublishBatchCommand, type PublishBatchRequestEntry, type SNSClient } from '@aws-sdk/client-sns';
import { callService, TryAgainException } from '../../shared/errors.ts';
import type { Mail } from '../../shared/notification/mail.ts';
import type { PublishAll } from './ports.ts';

/**
 * Limits of one PublishBatch: entries, and bytes of all entries together.
 * https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
const ENTRIES_AT_ONCE = 10;
const BYTES_AT_ONCE = 262_144;

const KIND = { DataType: 'String', StringValue: 'outcome' } as const;

/** Publishes mails to the SNS topic, with as few calls as the limits of PublishBatch permit. */
export function createPublishAll(client: SNSClient, topicArn: string): PublishAll {
  return async (mails) => {
    const calls = publishBatches(mails).map((batch) => publishBatch(client, topicArn, batch));
    return (await Promise.all(calls)).flat();
  };
}

/**
 * Splits the mails, in order, into batches that PublishBatch accepts. A mail's size includes its subject and attribute.
 */
export function publishBatches(mails: readonly Mail[]): readonly (readonly Mail[])[] {
  const batches: Mail[][] = [];
  let bytes = 0;
  for (const mail of mails) {
    const size = sizeOf(mail);
    const last = batches.at(-1);
    if (last === undefined || last.length === ENTRIES_AT_ONCE || bytes + size > BYTES_AT_ONCE) {
      batches.push([mail]);
      bytes = size;
    } else {
      last.push(mail);
      bytes += size;
    }
  }
  return batches;
}

function sizeOf({ subject, text }: Mail): number {
  return Buffer.byteLength(`${subject}${text}kind${KIND.DataType}${KIND.StringValue}`);
}

/** Makes one PublishBatch call. If the call fails, each of its mails has failed. */
async function publishBatch(
  client: SNSClient,
  TopicArn: string,
  mails: readonly Mail[],
): Promise<readonly PromiseSettledResult<void>[]> {
  const PublishBatchRequestEntries = mails.map(entryOf);
  const command = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries });
  const publishing = callService('Publishing notifications', () => client.send(command));
  return Promise.allSettled(
    mails.map(async (_, index) => {
      const failure = (await publishing).Failed?.find(({ Id }) => Id === String(index));
      if (failure === undefined) return;
      throw new TryAgainException(`The topic refused the notification: ${failure.Code ?? 'no reason given'}.`);
    }),
  );
}

function entryOf({ subject, text }: Mail, index: number): PublishBatchRequestEntry {
  return { Id: String(index), Subject: subject, Message: text, MessageAttributes: { kind: KIND } };
}
