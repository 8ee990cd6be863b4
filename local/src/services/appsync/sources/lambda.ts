import type { Kernel } from '../../../core/kernel.ts';
import * as lambda from '../../lambda/operations.ts';
import type { SourceTypes } from '../definitions.ts';
import { sourceCaller } from './caller.ts';
import { unsupportedOperation } from './requests.ts';
import { serviceError } from './service-error.ts';
import { InvalidRequest, type SourceAnswer, type SourceCall } from './source.ts';

/**
 * Invokes the function of a data source with a request `{ operation: 'Invoke', payload }`.
 * https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html
 */
export const callLambda = ({ kernel, settings, request }: SourceCall<'AWS_LAMBDA'>): Promise<SourceAnswer> => {
  const { operation, payload = null, invocationType = 'RequestResponse' } = request;
  if (operation !== 'Invoke') throw unsupportedOperation(operation, ['Invoke']);
  if (invocationType !== 'RequestResponse' && invocationType !== 'Event')
    throw new InvalidRequest(`invocationType must be RequestResponse or Event`);
  return invokeFunction(kernel, settings, { payload, isEvent: invocationType === 'Event' });
};

interface Invocation {
  readonly payload: unknown;
  readonly isEvent: boolean;
}

/** Invokes the function of a data source. */
export const invokeFunction = async (
  { services }: Kernel,
  { functionArn, roleArn }: SourceTypes['AWS_LAMBDA'],
  { payload, isEvent }: Invocation,
): Promise<SourceAnswer> => {
  const input: lambda.InvokeInput = {
    FunctionName: functionArn,
    Payload: JSON.stringify(payload),
    ...(isEvent && { InvocationType: 'Event' }),
  };
  try {
    const { FunctionError, Payload } = await services.call(lambda.invoke, input, sourceCaller(roleArn));
    const value: unknown = JSON.parse(Payload === '' ? 'null' : Payload);
    return FunctionError === undefined ? { result: value } : { result: null, error: functionError(value) };
  } catch (error) {
    return { result: null, error: serviceError('Lambda', error) };
  }
};

const functionError = (value: unknown) => {
  const { errorMessage = 'The function failed.' } = (value ?? {}) as { errorMessage?: string };
  return { type: 'Lambda:Unhandled', message: errorMessage };
};
