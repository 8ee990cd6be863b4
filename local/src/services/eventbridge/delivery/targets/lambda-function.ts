import * as lambda from '../../../lambda/operations.ts';
import type { TargetKind } from './target-kind.ts';

/** Lambda, asynchronously: what happens to the invocation is Lambda's affair. */
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
