import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as lambda from '../../lambda/operations.ts';
import * as states from '../../stepfunctions/operations.ts';

/** Calls a function and waits for its result, as JSON text. Throws AwsError, also if the function fails. */
export const invokeFunction = async (
  { services }: Kernel,
  call: { readonly arn: string; readonly payload: string; readonly caller: Caller },
): Promise<string> => {
  const input = { FunctionName: call.arn, Payload: call.payload };
  const { FunctionError, Payload } = await services.call(lambda.invoke, input, call.caller);
  if (FunctionError) throw new AwsError('FunctionError', 'The function failed.');
  return Payload;
};

/** Runs an Express state machine and returns its output as JSON text. Throws AwsError, also if the execution fails. */
export const runExpress = async (
  { services, inflight }: Kernel,
  call: { readonly arn: string; readonly payload: string; readonly caller: Caller },
): Promise<string> => {
  const input = { stateMachineArn: call.arn, input: call.payload };
  const execution = services.call(states.startSyncExecution, input, call.caller);
  const { status, output = 'null' } = await inflight.waitFor(execution);
  if (status !== 'SUCCEEDED') throw new AwsError('ExecutionFailed', `The execution ended with the status ${status}.`);
  return output;
};
