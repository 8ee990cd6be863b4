import { type DiscardedBatch, streamBatchInfo } from '../../../core/polling/discarded-batch.ts';

interface Invocations {
  /** Request id of the last invocation; a new id if there was no invocation. */
  readonly requestId: string;
  /** The version that failed; undefined if there was no invocation. */
  readonly executedVersion: string | undefined;
}

interface Source {
  readonly streamArn: string;
  readonly shardId: string;
  readonly functionArn: string;
  readonly nowMs: number;
}

/**
 * The message to the destination of a discarded batch, as JSON text. It contains the position of the records in the
 * stream, not the records.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const discardedMessage = (batch: DiscardedBatch & Invocations, source: Source): string => {
  const { records, condition, invocations, requestId, executedVersion } = batch;
  return JSON.stringify({
    requestContext: {
      requestId,
      functionArn: source.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(executedVersion !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion,
        functionError: 'Unhandled',
      },
    }),
    version: '1.0',
    timestamp: new Date(source.nowMs).toISOString(),
    DDBStreamBatchInfo: streamBatchInfo(records, source),
  });
};
