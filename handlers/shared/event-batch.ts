import type { BatchAnswer, QueuedMessage } from './batch.ts';

/** An event as EventBridge delivers it. */
interface DeliveredEvent {
  readonly detail: unknown;
}

/**
 * Input of a function that receives EventBridge events through a queue. In earlier versions the rule invoked the
 * function without a queue, so during an update a single event may still arrive as the whole input.
 */
export type EventBatch = { readonly Records: readonly Pick<QueuedMessage, 'messageId' | 'body'>[] } | DeliveredEvent;

/**
 * The steps of a function for a batch. `Input` is the parsed detail of one event. If `perform` rejects, all events
 * fail.
 */
export interface EventWork<Input, Result> {
  /** Reads the detail of an event; throws if it is invalid. */
  readonly parse: (detail: unknown) => Input;
  /** Processes the inputs together. The results have the order of the inputs. */
  readonly perform: (inputs: readonly Input[]) => Promise<readonly PromiseSettledResult<Result>[]>;
  readonly onDone: (input: Input, result: Result) => void;
  /** `input` is undefined if the event is invalid. */
  readonly onFailure: (messageId: string, input: Input | undefined, error: unknown) => void;
}

/**
 * Processes events together and returns the failed messages in the format of ReportBatchItemFailures. SQS delivers only
 * the failed messages again.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @throws the error of an event that arrived without a queue, so that Lambda retries the event
 */
export async function performEvents<Input, Result>(
  batch: EventBatch,
  work: EventWork<Input, Result>,
): Promise<BatchAnswer> {
  if ('Records' in batch) return performMessages(batch.Records, work);
  const input = work.parse(batch.detail);
  const [result] = await work.perform([input]);
  work.onDone(input, resultOf(result));
  return { batchItemFailures: [] };
}

async function performMessages<Input, Result>(
  messages: readonly Pick<QueuedMessage, 'messageId' | 'body'>[],
  work: EventWork<Input, Result>,
): Promise<BatchAnswer> {
  const failed: string[] = [];
  const fail = (messageId: string, input: Input | undefined, error: unknown) => {
    work.onFailure(messageId, input, error);
    failed.push(messageId);
  };
  const valid: { readonly messageId: string; readonly input: Input }[] = [];
  for (const { messageId, body } of messages) {
    try {
      valid.push({ messageId, input: work.parse(detailIn(body)) });
    } catch (error) {
      fail(messageId, undefined, error);
    }
  }
  const performing = work.perform(valid.map(({ input }) => input));
  for (const [index, { messageId, input }] of valid.entries()) {
    try {
      work.onDone(input, resultOf((await performing)[index]));
    } catch (error) {
      fail(messageId, input, error);
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** The value of a fulfilled result. @throws the reason of a rejected result */
function resultOf<Value>(result: PromiseSettledResult<Value> | undefined): Value {
  if (result?.status === 'fulfilled') return result.value;
  throw result === undefined ? new Error('perform returned fewer results than events.') : result.reason;
}

function detailIn(body: string): unknown {
  const event: unknown = JSON.parse(body);
  return typeof event === 'object' && event !== null && 'detail' in event ? event.detail : undefined;
}
