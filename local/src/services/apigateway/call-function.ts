import { arnOf } from '../../core/aws/arn.ts';
import { serviceCaller } from '../../core/aws/caller.ts';
import type { Kernel } from '../../core/kernel.ts';
import * as lambda from '../lambda/operations.ts';

export interface FunctionCall {
  readonly functionArn: string;
  readonly payload: object;
  /** What calls, as the function's permission names it below `arn:aws:execute-api:<region>:<account>:`. */
  readonly own: string;
}

/** What the function has answered API Gateway; undefined when it failed or may not be called. */
export const callFunction = async (
  { home, services, log }: Kernel,
  { functionArn, payload, own }: FunctionCall,
): Promise<string | undefined> => {
  const caller = serviceCaller('apigateway.amazonaws.com', home.accountId, arnOf(home, 'execute-api', own));
  try {
    const input = { FunctionName: functionArn, Payload: payload };
    const { FunctionError, Payload } = await services.call(lambda.invoke, input, caller);
    return FunctionError === undefined ? Payload : undefined;
  } catch (error) {
    log.warn('An API could not invoke its function.', { function: functionArn, error: String(error) });
    return undefined;
  }
};

export const LATE = Symbol('late');

/** The work's result, or LATE after so many milliseconds of real time. */
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
