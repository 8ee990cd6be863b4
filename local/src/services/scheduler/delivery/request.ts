import { AwsError, unsupported } from '../../../core/aws/aws-error.ts';
import { SDK_SERVICES, type SdkService, sdkInput } from '../../../core/aws/sdk/sdk-services.ts';
import { isObject, type Value, type ValueObject } from '../../../core/cloudformation/value.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { AnyOperation } from '../../../core/operation.ts';
import { withAttributes } from './input.ts';
import { callerOf, type Invocation } from './invocation.ts';
import { templatedKind, universalArn, universalTarget } from './target-kinds.ts';

/** The request of one attempt: an operation of the AWS SDK. */
export interface TargetRequest {
  /** The ARN of the universal target for this request. */
  readonly arn: string;
  readonly sdk: SdkService;
  readonly operation: AnyOperation;
  /** The parameters with the member names of the AWS SDK. */
  readonly fields: ValueObject;
}

/** The operation of a universal target; undefined if the services of this runtime do not have it. */
export const universalOperation = (
  kernel: Kernel,
  { sdkName, action }: { readonly sdkName: string; readonly action: string },
): { readonly sdk: SdkService; readonly operation: AnyOperation } | undefined => {
  const sdk = Object.hasOwn(SDK_SERVICES, sdkName) ? SDK_SERVICES[sdkName] : undefined;
  if (!sdk) return undefined;
  const operation = { service: sdk.service, action: `${action.charAt(0).toUpperCase()}${action.slice(1)}` };
  return kernel.services.has(operation) ? { sdk, operation } : undefined;
};

/** Builds the request of an attempt. Throws UnsupportedOperation if this runtime cannot invoke the target. */
export const requestOf = (kernel: Kernel, invocation: Invocation, input: string, attempt: number): TargetRequest => {
  const { Arn } = invocation.target;
  const payload = withAttributes(input, invocation, attempt);
  const kind = templatedKind(Arn);
  const names = kind ?? universalTarget(Arn);
  const found = names && universalOperation(kernel, names);
  if (!found) throw unsupported(`The target ${Arn}`);
  const fields = kind ? kind.request({ invocation, payload, endpoint: kernel.endpoint() }) : objectIn(payload);
  return { ...found, arn: universalArn(names.sdkName, names.action), fields };
};

const objectIn = (json: string): ValueObject => {
  const value = JSON.parse(json) as Value;
  return isObject(value) ? value : {};
};

/** Sends a request with the schedule's execution role. Throws AwsError. */
export const send = async (
  kernel: Kernel,
  { sdk, operation, fields }: TargetRequest,
  invocation: Invocation,
): Promise<void> => {
  const { service, action } = operation;
  try {
    const answer = await kernel.services.callByName(service, action, sdkInput(fields, sdk), callerOf(invocation));
    refuseFailedEntries(answer);
  } catch (error) {
    if (!isOwnExecution(error, fields, invocation)) throw error;
  }
};

/**
 * Stores a request in the transaction of the caller, if its service takes part in it; see `Services.enlist`. Throws
 * AwsError.
 */
export const enlist = (
  kernel: Kernel,
  { sdk, operation, fields }: TargetRequest,
  invocation: Invocation,
): (() => void) | undefined => {
  const { service, action } = operation;
  return kernel.services.enlist({ service, action }, sdkInput(fields, sdk), callerOf(invocation));
};

/** Whether the error reports the execution that an earlier attempt of this invocation has started. */
const isOwnExecution = (error: unknown, { Name }: ValueObject, { executionId }: Invocation): boolean =>
  error instanceof AwsError && error.code === 'ExecutionAlreadyExists' && Name === executionId;

/** Throws the error of the first failed entry of PutEvents, whose response is successful even if entries fail. */
const refuseFailedEntries = (answer: unknown): void => {
  if (!isObject(answer) || !answer.FailedEntryCount || !Array.isArray(answer.Entries)) return;
  const failed = answer.Entries.find((entry) => isObject(entry) && entry.ErrorCode);
  throw new AwsError(String(failed?.ErrorCode), String(failed?.ErrorMessage));
};
