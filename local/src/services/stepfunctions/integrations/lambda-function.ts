import * as lambda from '../../lambda/operations.ts';
import type { Json } from '../language/json.ts';
import { type Answer, asText, callOptimized, fieldsOf, type Integration, type Request } from './integration.ts';
import { TaskFailure } from './task-failure.ts';

const NAMING = { prefix: 'Lambda', service: 'AWSLambda', base: 'AWSLambdaException' };

/**
 * Invokes the function of a Task whose Resource is a function ARN: the input is the payload, the function's result the
 * output.
 */
export const invokeByArn = async (request: Request, functionArn: string): Promise<Answer> => {
  const { payload } = await invoke(request, { FunctionName: functionArn, Payload: JSON.stringify(request.parameters) });
  return { output: parsed(payload) };
};

/**
 * `lambda:invoke`; the output has `LogResult` only for a `LogType` of Tail. See "Invoke Lambda" in the Step Functions
 * developer guide.
 */
export const lambdaInvoke: Integration = {
  patterns: ['request', 'waitForTaskToken'],
  perform: async (request) => {
    const { Payload, ...fields } = fieldsOf(request);
    const { answer, metadata, payload } = await invoke(request, {
      ...fields,
      Payload: Payload === undefined ? '{}' : asText(Payload),
    });
    const version = answer.ExecutedVersion === undefined ? {} : { ExecutedVersion: answer.ExecutedVersion };
    const log = answer.LogResult === undefined ? {} : { LogResult: answer.LogResult };
    return {
      output: { ...version, ...log, Payload: parsed(payload), ...metadata, StatusCode: answer.StatusCode ?? 200 },
    };
  },
};

const invoke = async (request: Request, input: Record<string, unknown>) => {
  const { answer, metadata } = await callOptimized(request, NAMING, lambda.invoke, {
    ...input,
    Payload: Buffer.from(String(input.Payload)),
  });
  const payload = typeof answer.Payload === 'string' ? answer.Payload : '';
  if (answer.FunctionError) throw functionFailure(payload);
  return { answer, metadata, payload };
};

/**
 * The failure for an error thrown by a function: its error type becomes the error, the whole error payload the cause.
 */
const functionFailure = (payload: string): TaskFailure => {
  const told = parsed(payload);
  const errorType = typeof told === 'object' && told !== null && 'errorType' in told ? told.errorType : undefined;
  if (typeof errorType === 'string' && errorType !== '') return new TaskFailure(errorType, payload);
  return new TaskFailure(
    'Lambda.Unknown',
    `The cause could not be determined because Lambda did not return an error type. Returned payload: ${payload}`,
  );
};

const parsed = (payload: string): Json => {
  try {
    return payload === '' ? null : JSON.parse(payload);
  } catch {
    return payload;
  }
};
