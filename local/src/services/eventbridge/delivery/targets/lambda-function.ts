import * as lambda from '../../../lambda/operations.ts';
import type { TargetCall, TargetKind } from './target-kind.ts';

/** A Lambda function as a target. It is invoked asynchronously, so Lambda retries a failed run, not EventBridge. */
export const lambdaFunction: TargetKind = {
  call: async (kernel, call) => {
    await kernel.services.call(lambda.invoke, invokeInput(call), call.caller);
  },
  enlist: (kernel, call) => kernel.services.enlist(lambda.invoke, invokeInput(call), call.caller),
};

const invokeInput = ({ delivery, payload }: TargetCall): lambda.InvokeInput => ({
  FunctionName: delivery.target.Arn,
  InvocationType: 'Event',
  Payload: payload,
});
