import { GetQueueAttributesCommand, paginateListQueues, type SQSClient } from '@aws-sdk/client-sqs';

export interface QueueView {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  /** Approximate number of visible messages. */
  readonly waiting: number;
  /** Approximate number of messages that a consumer has received and not deleted. */
  readonly inFlight: number;
  /** ARN of this queue's dead-letter queue; undefined if it has none. */
  readonly deadLetterArn: string | undefined;
}

/** Every queue of the account and region, sorted by name. */
export async function listQueues(sqs: SQSClient): Promise<readonly QueueView[]> {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { MaxResults: 1000 }))
    urls.push(...QueueUrls);
  const queues = await Promise.all(urls.map((url) => viewQueue(sqs, url)));
  return queues.flatMap((queue) => queue ?? []).sort((a, b) => a.name.localeCompare(b.name));
}

/** Undefined if the queue was deleted after it was listed. */
async function viewQueue(sqs: SQSClient, url: string): Promise<QueueView | undefined> {
  try {
    const read = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const { Attributes: attributes = {} } = await sqs.send(read);
    return {
      url,
      name: url.slice(url.lastIndexOf('/') + 1),
      arn: attributes.QueueArn ?? '',
      waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      deadLetterArn: deadLetterArn(attributes.RedrivePolicy),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'QueueDoesNotExist') return undefined;
    throw error;
  }
}

function deadLetterArn(redrivePolicy: string | undefined): string | undefined {
  if (redrivePolicy === undefined || redrivePolicy === '') return undefined;
  return (JSON.parse(redrivePolicy) as { deadLetterTargetArn?: string }).deadLetterTargetArn;
}
