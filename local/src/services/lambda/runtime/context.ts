import type { InvokeMessage } from './messages.ts';

type Callback = (error: unknown, result?: unknown) => void;

/** The handler's second argument. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export const createContext = (invocation: InvokeMessage, callback: Callback) => {
  const { env } = process;
  const deadline = performance.now() + invocation.timeoutMs;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: invocation.invokedFunctionArn,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: invocation.requestId,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: invocation.clientContext === undefined ? undefined : JSON.parse(invocation.clientContext),
    identity: undefined,
    /** Milliseconds until the function times out. */
    getRemainingTimeInMillis: (): number => Math.max(0, Math.round(deadline - performance.now())),
    done: callback,
    fail: (error: unknown): void => callback(error ?? 'handled'),
    succeed: (result: unknown): void => callback(null, result),
  };
};
