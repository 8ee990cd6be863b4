import * as lambda from '../../../lambda/operations.ts';
import type { TargetKind } from './target-kind.ts';

/** A Lambda function, invoked asynchronously: Lambda retries a failed run, EventBridge does not. */
export const lambdaFunction: TargetKind = {
  call: async (kernel, { delivery, payload, caller }) => {
    const input: lambda.InvokeInput = {
      FunctionName: delivery.target.Arn,
      InvocationType: 'Event',
      Payload: Buffer.from(payload),
    };
    await kernel.services.call(lambda.invoke, input, caller);
  },
};
