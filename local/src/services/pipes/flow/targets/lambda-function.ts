import * as lambda from '../../../lambda/operations.ts';
import { invokeFunction } from '../call.ts';
import { jsonList } from '../template.ts';
import { failedInResponse } from './batch-result.ts';
import type { TargetKind } from './target-kind.ts';

/** A Lambda function. It receives the events as one list and can report those that failed. */
export const lambdaFunction: TargetKind = {
  maxBatch: Number.POSITIVE_INFINITY,
  call: async (kernel, { pipe, events, texts, caller }) => {
    const payload = jsonList(texts);
    if (pipe.targetParameters.LambdaFunctionParameters?.InvocationType === 'FIRE_AND_FORGET') {
      const input = { FunctionName: pipe.target, InvocationType: 'Event', Payload: payload } as const;
      await kernel.services.call(lambda.invoke, input, caller);
      return new Set();
    }
    return failedInResponse(await invokeFunction(kernel, { arn: pipe.target, payload, caller }), events);
  },
};
