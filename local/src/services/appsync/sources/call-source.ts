import type { DataSource } from '../definitions.ts';
import { callDynamoDb } from './dynamodb/dynamodb.ts';
import { callEventBridge } from './event-bridge.ts';
import { callHttp } from './http.ts';
import { callLambda } from './lambda.ts';
import { requestObject } from './requests.ts';
import type { SourceAnswer, SourceTools } from './source.ts';

/** Calls a data source with the value of a request handler. Throws InvalidRequest. */
export const callSource = async (
  { kernel, signal, answerAws }: SourceTools,
  source: DataSource,
  value: unknown,
): Promise<SourceAnswer> => {
  const request = requestObject(value ?? {}, 'The value of the request handler');
  const call = { kernel, request, signal, answerAws };
  switch (source.type) {
    case 'NONE':
      return { result: request.payload ?? null };
    case 'AWS_LAMBDA':
      return callLambda({ ...call, settings: source });
    case 'AMAZON_DYNAMODB':
      return callDynamoDb({ ...call, settings: source });
    case 'HTTP':
      return callHttp({ ...call, settings: source });
    case 'AMAZON_EVENTBRIDGE':
      return callEventBridge({ ...call, settings: source });
  }
};
