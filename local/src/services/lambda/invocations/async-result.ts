import type { Home } from '../../../core/aws/arn.ts';
import { messageText } from '../../../core/aws/message-text.ts';
import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { EventInvokeConfig, Version } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import type { AsyncDelivery, AsyncWork } from './async-work.ts';
import type { DestinationMessage } from './deliver.ts';

/** The final result of an asynchronous invocation. */
export interface AsyncInvocationResult {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** The function's result as JSON text; undefined if the function never returned. */
  readonly payload: string | undefined;
  /** Number of runs of the function. */
  readonly attempts: number;
}

export interface EndedInvocation {
  readonly home: Home;
  readonly delivery: AsyncDelivery;
  readonly version: Version;
  readonly config: EventInvokeConfig | undefined;
  readonly nowMs: number;
}

/**
 * The messages to the destinations and the dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export const resultDeliveries = (ended: EndedInvocation, result: AsyncInvocationResult): NewDelivery<AsyncWork>[] => {
  const { functionName, qualifier, requestId } = ended.delivery.facts;
  return destinationMessages(ended, result).map(({ body, ...sent }) => ({
    target: sent.destinationArn,
    facts: { kind: 'handover', functionName, qualifier, requestId, outcome: sent },
    body,
    sinceMs: ended.delivery.sinceMs,
  }));
};

const destinationMessages = (ended: EndedInvocation, result: AsyncInvocationResult): DestinationMessage[] => {
  const { functionName, qualifier } = ended.delivery.facts;
  const succeeded = result.condition === 'Success';
  const destinationArn = succeeded ? ended.config?.onSuccess : ended.config?.onFailure;
  const arn = functionArn(ended.home, functionName, qualifier ?? '$LATEST');
  const detailType = `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`;
  const common = { detailType, functionArn: arn };
  const messages: DestinationMessage[] = [];
  if (destinationArn !== undefined)
    messages.push({ ...common, destinationArn, body: recordOf(ended, result, arn), attributes: {} });
  if (!succeeded && ended.version.deadLetterArn !== undefined)
    messages.push({
      ...common,
      destinationArn: ended.version.deadLetterArn,
      body: ended.delivery.body,
      attributes: deadLetterAttributes(ended, result),
    });
  return messages;
};

/** The invocation record as JSON text. The payloads are inserted as text and are not parsed. */
const recordOf = (
  ended: EndedInvocation,
  { condition, payload, attempts }: AsyncInvocationResult,
  arn: string,
): string => {
  const head = JSON.stringify({
    version: '1.0',
    timestamp: new Date(ended.nowMs).toISOString(),
    requestContext: {
      requestId: ended.delivery.facts.requestId,
      functionArn: arn,
      condition,
      approximateInvokeCount: attempts,
    },
  }).slice(0, -1);
  const response = JSON.stringify({
    statusCode: 200,
    executedVersion: ended.version.version,
    ...(condition !== 'Success' && { functionError: 'Unhandled' }),
  });
  const answer = payload === undefined ? '' : `,"responseContext":${response},"responsePayload":${payload}`;
  return `${head},"requestPayload":${ended.delivery.body}${answer}}`;
};

const deadLetterAttributes = (
  { delivery }: EndedInvocation,
  { payload }: AsyncInvocationResult,
): DestinationMessage['attributes'] => {
  const error: unknown = payload === undefined ? {} : JSON.parse(payload);
  const message = typeof error === 'object' && error !== null && 'errorMessage' in error ? error.errorMessage : '';
  return {
    RequestID: delivery.facts.requestId,
    ErrorCode: '200',
    ...(message !== '' && { ErrorMessage: messageText(String(message).slice(0, 1024)) }),
  };
};
