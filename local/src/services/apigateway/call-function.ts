import type { Kernel } from '../../core/kernel.ts';
import { isObject } from '../../core/parameters/input.ts';
import * as lambda from '../lambda/operations.ts';
import { callerOf } from './caller.ts';

export interface FunctionCall {
  readonly functionArn: string;
  /** JSON text, or a value that is serialized as JSON. */
  readonly payload: string | object;
  /** The default is RequestResponse. */
  readonly invocationType?: string | undefined;
  /** The calling route or authorizer, as the part of the source ARN after `arn:aws:execute-api:<region>:<account>:`. */
  readonly executeApiResource: string;
  /** The role that API Gateway assumes for the call; without it, the function's policy must allow the call. */
  readonly roleArn?: string | undefined;
}

interface FunctionResult {
  /** False if Lambda refuses the call, for example because the function's policy does not allow it. */
  readonly isInvoked: boolean;
  /** The function's result as JSON text; undefined if the function fails. */
  readonly payload: string | undefined;
  /** The message of the error with which the function fails. */
  readonly errorMessage?: string | undefined;
}

/** The message of the error with which a function fails, from the payload of Lambda's answer. */
export const errorMessageIn = (payload: string): string | undefined => {
  const error: unknown = JSON.parse(payload);
  return isObject(error) && typeof error.errorMessage === 'string' ? error.errorMessage : undefined;
};

/** Lambda's answer to an invocation; undefined if Lambda refuses it. Never rejects. */
export const invoked = async (kernel: Kernel, call: FunctionCall): Promise<lambda.InvokeAnswer | undefined> => {
  const { functionArn, payload, invocationType, roleArn, executeApiResource } = call;
  try {
    const input = {
      FunctionName: functionArn,
      Payload: payload,
      ...(invocationType !== undefined && { InvocationType: invocationType }),
    };
    return await kernel.services.call(lambda.invoke, input, callerOf(kernel.home, roleArn, executeApiResource));
  } catch (error) {
    kernel.log.warn('API Gateway could not invoke a function.', { function: functionArn, error: String(error) });
    return undefined;
  }
};

/** Invokes a function. Never rejects. */
export const callFunction = async (kernel: Kernel, call: FunctionCall): Promise<FunctionResult> => {
  const answer = await invoked(kernel, call);
  if (!answer) return { isInvoked: false, payload: undefined };
  const { FunctionError, Payload } = answer;
  if (FunctionError === undefined) return { isInvoked: true, payload: Payload };
  return { isInvoked: true, payload: undefined, errorMessage: errorMessageIn(Payload) };
};
