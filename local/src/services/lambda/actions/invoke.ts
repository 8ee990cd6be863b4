import type { Action, Call, EnlistableAction } from '../../../core/service.ts';
import type { LambdaContext } from '../context.ts';
import { invalidContent, requestTooLarge } from '../errors.ts';
import type { Resolved } from '../functions/functions.ts';
import type { Invocation } from '../invocations/invoker.ts';
import { optionalText, requiredText } from '../parameters.ts';

const MAX_SYNC_BYTES = 6_291_456;
const MAX_ASYNC_BYTES = 1_048_576;
const ACCEPTED = { StatusCode: 202, Payload: '' };

/**
 * `Payload` of a request is JSON text, its bytes, or a value that is serialized here; `Payload` of an answer is JSON
 * text.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const invokeActions = (context: LambdaContext): Record<string, Action> => ({
  Invoke: (input, call) => {
    const resolved = context.functions.resolve(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
    const type =
      optionalText(input, 'InvocationType', { oneOf: ['RequestResponse', 'Event', 'DryRun'] }) ?? 'RequestResponse';
    if (type === 'DryRun') return { StatusCode: 204, ExecutedVersion: resolved.version.version, Payload: '' };
    const payload = payloadText(input.Payload);
    return type === 'Event'
      ? invokeLater(context, resolved, call, payload)
      : invokeNow(context, resolved, {
          ...invocationOptions(input),
          requestId: call.requestId,
          traceHeader: call.traceHeader,
          payload,
        });
  },
});

/**
 * Invoke as part of the caller's transaction. This is possible for asynchronous invocations, because the call only
 * stores them.
 */
export const enlistableInvoke = (context: LambdaContext): Record<string, EnlistableAction> => ({
  Invoke: (input, call) => {
    if (input.InvocationType !== 'Event') return undefined;
    const resolved = context.functions.resolve(requiredText(input, 'FunctionName'), optionalText(input, 'Qualifier'));
    const payload = asyncPayload(payloadText(input.Payload));
    return { answer: ACCEPTED, begin: context.asyncQueue.add(resolved, call, payload) };
  },
});

const invocationOptions = (input: Record<string, unknown>): Pick<Invocation, 'tail' | 'clientContext'> => {
  const clientContext = optionalText(input, 'ClientContext');
  return {
    tail: optionalText(input, 'LogType', { oneOf: ['None', 'Tail'] }) === 'Tail',
    clientContext: clientContext && jsonText(Buffer.from(clientContext, 'base64').toString('utf8')),
  };
};

const invokeNow = async (context: LambdaContext, resolved: Resolved, invocation: Invocation) => {
  checkedSize(invocation.payload);
  const result = await context.invoker.invoke(resolved, invocation);
  return {
    StatusCode: 200,
    ...(result.failed && { FunctionError: 'Unhandled' }),
    ...(result.logTail !== undefined && { LogResult: Buffer.from(result.logTail).toString('base64') }),
    Payload: result.payload,
    ExecutedVersion: result.executedVersion,
  };
};

/** Returns the payload of a synchronous invocation. Throws RequestTooLargeException. */
export const checkedSize = (payload: string): string => {
  if (tooLong(payload, MAX_SYNC_BYTES))
    throw requestTooLarge(`Request must be smaller than ${MAX_SYNC_BYTES} bytes for the InvokeFunction operation`);
  return payload;
};

const invokeLater = async (context: LambdaContext, resolved: Resolved, call: Call, payload: string) => {
  await context.asyncQueue.accept(resolved, call, asyncPayload(payload));
  return ACCEPTED;
};

const asyncPayload = (payload: string): string => {
  if (tooLong(payload, MAX_ASYNC_BYTES))
    throw requestTooLarge(
      `${Buffer.byteLength(payload)} byte payload is too large for the Event invocation type (limit ${MAX_ASYNC_BYTES} bytes)`,
    );
  return jsonText(payload);
};

const tooLong = (payload: string, maxBytes: number): boolean =>
  payload.length * 3 > maxBytes && Buffer.byteLength(payload) > maxBytes;

const payloadText = (payload: unknown): string => {
  if (payload === undefined || payload === null || payload === '') return '{}';
  if (typeof payload === 'string') return payload;
  if (payload instanceof Uint8Array) return payload.byteLength === 0 ? '{}' : Buffer.from(payload).toString('utf8');
  try {
    return JSON.stringify(payload);
  } catch (error) {
    throw unreadable(error);
  }
};

const jsonText = (payload: string): string => {
  try {
    JSON.parse(payload);
    return payload;
  } catch (error) {
    throw unreadable(error);
  }
};

const unreadable = (error: unknown) =>
  invalidContent(
    `Could not parse request body into json: Could not parse payload into json: ${error instanceof Error ? error.message : ''}`,
    {},
    { cause: error },
  );
