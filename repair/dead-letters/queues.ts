import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  paginateListQueues,
  type SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';

export interface QueueView {
  readonly name: string;
  /** Empty if SQS refuses to tell it. */
  readonly url: string;
  /** Undefined if the queue is not readable. */
  readonly arn: string | undefined;
  /** Approximate number of visible messages; undefined if the queue is not readable. */
  readonly waiting: number | undefined;
  /** Approximate number of messages that a consumer has received and not deleted; undefined if the queue is not readable. */
  readonly inFlight: number | undefined;
  /** Name of the error with which SQS refuses to describe the queue, for example AccessDenied. */
  readonly notReadable?: string;
  /** ARN of this queue's dead-letter queue; undefined if it has none. */
  readonly deadLetterArn: string | undefined;
}

/** Every queue of the account and region, sorted by name. A queue that SQS refuses to describe has no counts. */
export async function listQueues(sqs: SQSClient): Promise<readonly QueueView[]> {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { MaxResults: 1000 }))
    urls.push(...QueueUrls);
  return sorted(await Promise.all(urls.map((url) => viewQueue(sqs, url))));
}

/** The queues of these names that exist, sorted by name. A queue that SQS refuses to describe has no counts. */
export async function viewQueues(sqs: SQSClient, names: readonly string[]): Promise<readonly QueueView[]> {
  return sorted(await Promise.all(names.map((name) => viewQueueNamed(sqs, name))));
}

const sorted = (queues: readonly (QueueView | undefined)[]): readonly QueueView[] =>
  queues.flatMap((queue) => queue ?? []).sort((a, b) => a.name.localeCompare(b.name));

async function viewQueueNamed(sqs: SQSClient, name: string): Promise<QueueView | undefined> {
  try {
    const { QueueUrl: url = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    return await viewQueue(sqs, url);
  } catch (error) {
    return refusedView({ name, url: '' }, error);
  }
}

/** Undefined if the queue was deleted after it was listed. */
async function viewQueue(sqs: SQSClient, url: string): Promise<QueueView | undefined> {
  const name = url.slice(url.lastIndexOf('/') + 1);
  try {
    const read = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
    const { Attributes: attributes = {} } = await sqs.send(read);
    return {
      url,
      name,
      arn: attributes.QueueArn,
      waiting: Number(attributes.ApproximateNumberOfMessages ?? 0),
      inFlight: Number(attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
      deadLetterArn: deadLetterArn(attributes.RedrivePolicy),
    };
  } catch (error) {
    return refusedView({ name, url }, error);
  }
}

/** The entry of a queue that SQS refuses to describe; undefined if it does not exist. Rethrows other errors. */
function refusedView(queue: Pick<QueueView, 'name' | 'url'>, error: unknown): QueueView | undefined {
  if (error instanceof Error && error.name === 'QueueDoesNotExist') return undefined;
  const notReadable = refusalOf(error);
  if (notReadable === undefined) throw error;
  const unknown = { arn: undefined, waiting: undefined, inFlight: undefined, deadLetterArn: undefined };
  return { ...queue, ...unknown, notReadable };
}

/**
 * Name of the error with which SQS answered a request about one queue. Undefined for throttling and for a request without an
 * answer: these say nothing about the queue, and the request is worth a retry.
 */
export function refusalOf(error: unknown): string | undefined {
  return error instanceof SQSServiceException && error.$retryable === undefined ? error.name : undefined;
}

function deadLetterArn(redrivePolicy: string | undefined): string | undefined {
  if (redrivePolicy === undefined || redrivePolicy === '') return undefined;
  return (JSON.parse(redrivePolicy) as { deadLetterTargetArn?: string }).deadLetterTargetArn;
}
