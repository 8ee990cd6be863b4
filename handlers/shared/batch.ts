/** The members of a record in an SQS event that the handlers need. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: {
    /** Milliseconds since 1970 at which SQS accepted the message. */
    readonly SentTimestamp: string;
  };
}

export interface BatchAnswer {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

export interface Work {
  readonly perform: (message: QueuedMessage) => Promise<void>;
  readonly onFailure: (message: QueuedMessage, error: unknown) => void;
}

/**
 * Processes all messages and returns the failed ones in the format of ReportBatchItemFailures. SQS delivers only the failed
 * messages again.
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
