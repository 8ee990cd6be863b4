import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { AnyOperation } from '../../../core/operation.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import { isObject, type Json, type JsonObject } from '../language/json.ts';
import type { ExecutionIdentity, Executions } from '../store/executions.ts';
import { type ErrorNaming, optimizedFailure, TaskFailure } from './task-failure.ts';

/** How a Task waits: for the response to its request, for the end of a job, or for an answer by task token. */
export type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** One request of a Task state. */
export interface Request {
  readonly kernel: Kernel;
  readonly execution: ExecutionIdentity;
  /** The stored executions. A repeated request looks up the execution that its first attempt started. */
  readonly executions: Pick<Executions, 'byArn'>;
  readonly taskId: string;
  readonly caller: Caller;
  readonly parameters: Json;
  readonly pattern: Pattern;
  /** True if the request may have been made before, because the process ended while it was in flight. */
  readonly again: boolean;
}

export interface Answer {
  readonly output: Json;
  /** ARN of the execution that a `.sync` task waits for. */
  readonly awaits?: string;
}

export interface Integration {
  readonly patterns: readonly Pattern[];
  /** Throws TaskFailure. An AwsError becomes a failure whose error name follows the naming of the integration. */
  readonly perform: (request: Request) => Promise<Answer>;
}

/** The parameters of an integration, which are always an object. A null value counts as absent. */
export const fieldsOf = ({ parameters }: Request): Record<string, Json> => {
  if (!isObject(parameters))
    throw new TaskFailure('States.Runtime', 'The parameters of the task must be a JSON object.');
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
};

/** A value for a parameter of type string: a string as it is, any other value as JSON text. */
export const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Calls an operation with the execution's role and the state's parameters, which the service validates. Its errors get
 * the names of the optimized integration.
 */
export const callOptimized = async (
  { kernel, caller }: Request,
  naming: ErrorNaming,
  { service, action }: AnyOperation,
  input: Record<string, unknown>,
): Promise<{ readonly answer: JsonObject; readonly metadata: JsonObject }> => {
  const requestId = kernel.ids.uuid();
  try {
    const answer = await kernel.services.callByName(service, action, input, caller, { requestId });
    return { answer: asJsonObject(answer), metadata: sdkMetadata(requestId, kernel.clock.now()) };
  } catch (error) {
    const isFailure = error instanceof AwsError && !(error instanceof StoreUnavailableError);
    throw isFailure ? optimizedFailure(error, naming, requestId) : error;
  }
};

/** The response metadata that the optimized integrations add to a result. */
export const sdkMetadata = (requestId: string, nowMs: number): JsonObject => {
  const headers = { 'x-amzn-RequestId': requestId, Date: new Date(nowMs).toUTCString() };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: lists, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
};

/** An action's output as JSON: times as ISO 8601 strings, bytes as strings. */
const asJson = (value: unknown): Json => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString();
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object' && value !== null) return asJsonObject(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
};

export const asJsonObject = (value: unknown): JsonObject =>
  Object.fromEntries(
    Object.entries(value ?? {}).flatMap(([key, each]) => (each === undefined ? [] : [[key, asJson(each)]])),
  );
