/** What of an SQS event a worker needs. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
}

export interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

export interface Work {
  readonly perform: (message: QueuedMessage) => Promise<void>;
  readonly onFailure: (message: QueuedMessage, error: unknown) => void;
}

/**
 * Performs all messages and answers which of them failed, as an event source mapping with ReportBatchItemFailures
 * wants it; the failed ones come again, the others do not.
 */
export async function performBatch(messages: readonly QueuedMessage[], work: Work): Promise<BatchAnswer> {
  const failed = await Promise.all(messages.map((message) => failureOf(message, work)));
  return { batchItemFailures: failed.flat() };
}

async function failureOf(message: QueuedMessage, { perform, onFailure }: Work): Promise<{ itemIdentifier: string }[]> {
  try {
    await perform(message);
    return [];
  } catch (error) {
    onFailure(message, error);
    return [{ itemIdentifier: message.messageId }];
  }
}
