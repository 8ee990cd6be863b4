import type { Home } from '../../../core/aws/arn.ts';
import type { EventInvokeConfig, Version } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Delivery } from './deliver.ts';

/** How an asynchronous invocation ended for good. */
export interface AsyncOutcome {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** JSON text; undefined when the function never answered. */
  readonly payload: string | undefined;
}

export interface AsyncFacts {
  readonly home: Home;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly version: Version;
  readonly config: EventInvokeConfig | undefined;
  readonly requestId: string;
  readonly requestPayload: string;
  /** How often the function has been run. */
  readonly attempts: number;
  readonly nowMs: number;
}

/** What is to be sent where, by https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const deliveriesOf = (facts: AsyncFacts, outcome: AsyncOutcome): Delivery[] => {
  const succeeded = outcome.condition === 'Success';
  const destinationArn = succeeded ? facts.config?.onSuccess : facts.config?.onFailure;
  const arn = functionArn(facts.home, facts.functionName, facts.qualifier ?? '$LATEST');
  const detailType = `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`;
  const common = { detailType, functionArn: arn };
  const deliveries: Delivery[] = [];
  if (destinationArn !== undefined)
    deliveries.push({ ...common, destinationArn, body: recordOf(facts, outcome, arn), attributes: {} });
  if (!succeeded && facts.version.deadLetterArn !== undefined)
    deliveries.push({
      ...common,
      destinationArn: facts.version.deadLetterArn,
      body: facts.requestPayload,
      attributes: deadLetterAttributes(facts, outcome),
    });
  return deliveries;
};

/** The payloads are put in as the texts they are. */
const recordOf = (facts: AsyncFacts, { condition, payload }: AsyncOutcome, arn: string): string => {
  const head = JSON.stringify({
    version: '1.0',
    timestamp: new Date(facts.nowMs).toISOString(),
    requestContext: {
      requestId: facts.requestId,
      functionArn: arn,
      condition,
      approximateInvokeCount: facts.attempts,
    },
  }).slice(0, -1);
  const response = JSON.stringify({
    statusCode: 200,
    executedVersion: facts.version.version,
    ...(condition !== 'Success' && { functionError: 'Unhandled' }),
  });
  const answer = payload === undefined ? '' : `,"responseContext":${response},"responsePayload":${payload}`;
  return `${head},"requestPayload":${facts.requestPayload}${answer}}`;
};

const deadLetterAttributes = ({ requestId }: AsyncFacts, { payload }: AsyncOutcome): Delivery['attributes'] => {
  const error: unknown = payload === undefined ? {} : JSON.parse(payload);
  const message = typeof error === 'object' && error !== null && 'errorMessage' in error ? error.errorMessage : '';
  return {
    RequestID: requestId,
    ErrorCode: '200',
    ...(message !== '' && { ErrorMessage: String(message).slice(0, 1024) }),
  };
};
