import { arnOf } from '../../core/aws/arn.ts';
import { serviceCaller } from '../../core/aws/caller.ts';
import type { Kernel } from '../../core/kernel.ts';
import * as lambda from '../lambda/operations.ts';

export interface FunctionCall {
  readonly functionArn: string;
  readonly payload: object;
  /** The calling route or authorizer, as the part of the source ARN after `arn:aws:execute-api:<region>:<account>:`. */
  readonly executeApiResource: string;
}

interface FunctionResult {
  /** False if Lambda refuses the call, for example because the function's policy does not allow it. */
  readonly isInvoked: boolean;
  /** The function's result as JSON text; undefined if the function fails. */
  readonly payload: string | undefined;
}

/** Invokes a function. Never rejects. */
export const callFunction = async (
  { home, services, log }: Kernel,
  { functionArn, payload, executeApiResource }: FunctionCall,
): Promise<FunctionResult> => {
  const caller = serviceCaller(
    'apigateway.amazonaws.com',
    home.accountId,
    arnOf(home, 'execute-api', executeApiResource),
  );
  try {
    const input = { FunctionName: functionArn, Payload: payload };
    const { FunctionError, Payload } = await services.call(lambda.invoke, input, caller);
    return { isInvoked: true, payload: FunctionError === undefined ? Payload : undefined };
  } catch (error) {
    log.warn('API Gateway could not invoke a function.', { function: functionArn, error: String(error) });
    return { isInvoked: false, payload: undefined };
  }
};

export const LATE = Symbol('late');

/**
 * Resolves with the result of `work`, or with LATE if `work` takes longer than `ms` milliseconds of wall-clock time.
 */
export const within = async <T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
