import type { Home } from '../../../core/aws/arn.ts';
import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { EventInvokeConfig, Version } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import type { AsyncDelivery, AsyncWork } from './async-work.ts';
import type { Delivery as Outcome } from './deliver.ts';

/** How an asynchronous invocation ended for good. */
export interface AsyncOutcome {
  readonly condition: 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';
  /** JSON text; undefined when the function never answered. */
  readonly payload: string | undefined;
  /** How often the function has been run. */
  readonly attempts: number;
}

export interface AsyncFacts {
  readonly home: Home;
  readonly delivery: AsyncDelivery;
  readonly version: Version;
  readonly config: EventInvokeConfig | undefined;
  readonly nowMs: number;
}

/** What is to be sent where, by https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const handoversOf = (facts: AsyncFacts, outcome: AsyncOutcome): NewDelivery<AsyncWork>[] => {
  const { functionName, qualifier, requestId } = facts.delivery.facts;
  return outcomesOf(facts, outcome).map(({ body, ...sent }) => ({
    target: sent.destinationArn,
    facts: { kind: 'handover', functionName, qualifier, requestId, outcome: sent },
    body,
    sinceMs: facts.delivery.sinceMs,
  }));
};

const outcomesOf = (facts: AsyncFacts, outcome: AsyncOutcome): Outcome[] => {
  const { functionName, qualifier } = facts.delivery.facts;
  const succeeded = outcome.condition === 'Success';
  const destinationArn = succeeded ? facts.config?.onSuccess : facts.config?.onFailure;
  const arn = functionArn(facts.home, functionName, qualifier ?? '$LATEST');
  const detailType = `Lambda Function Invocation Result - ${succeeded ? 'Success' : 'Failure'}`;
  const common = { detailType, functionArn: arn };
  const outcomes: Outcome[] = [];
  if (destinationArn !== undefined)
    outcomes.push({ ...common, destinationArn, body: recordOf(facts, outcome, arn), attributes: {} });
  if (!succeeded && facts.version.deadLetterArn !== undefined)
    outcomes.push({
      ...common,
      destinationArn: facts.version.deadLetterArn,
      body: facts.delivery.body,
      attributes: deadLetterAttributes(facts, outcome),
    });
  return outcomes;
};

/** The payloads are put in as the texts they are. */
const recordOf = (facts: AsyncFacts, { condition, payload, attempts }: AsyncOutcome, arn: string): string => {
  const head = JSON.stringify({
    version: '1.0',
    timestamp: new Date(facts.nowMs).toISOString(),
    requestContext: {
      requestId: facts.delivery.facts.requestId,
      functionArn: arn,
      condition,
      approximateInvokeCount: attempts,
    },
  }).slice(0, -1);
  const response = JSON.stringify({
    statusCode: 200,
    executedVersion: facts.version.version,
    ...(condition !== 'Success' && { functionError: 'Unhandled' }),
  });
  const answer = payload === undefined ? '' : `,"responseContext":${response},"responsePayload":${payload}`;
  return `${head},"requestPayload":${facts.delivery.body}${answer}}`;
};

const deadLetterAttributes = ({ delivery }: AsyncFacts, { payload }: AsyncOutcome): Outcome['attributes'] => {
  const error: unknown = payload === undefined ? {} : JSON.parse(payload);
  const message = typeof error === 'object' && error !== null && 'errorMessage' in error ? error.errorMessage : '';
  return {
    RequestID: delivery.facts.requestId,
    ErrorCode: '200',
    ...(message !== '' && { ErrorMessage: String(message).slice(0, 1024) }),
  };
};
