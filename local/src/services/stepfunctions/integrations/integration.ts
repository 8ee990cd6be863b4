import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Caller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { AnyOperation } from '../../../core/operation.ts';
import { isObject, type Json, type JsonObject } from '../language/json.ts';
import type { ExecutionIdentity, Executions } from '../store/executions.ts';
import { type ErrorNaming, optimizedFailure, TaskFailure } from './task-failure.ts';

/** How a Task waits: for the answer to its request, for a job to end, or for somebody who has its token. */
export type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** One request of a Task state. */
export interface Request {
  readonly kernel: Kernel;
  readonly execution: ExecutionIdentity;
  /** The executions there are, for a request that may have started one before. */
  readonly executions: Pick<Executions, 'byArn'>;
  readonly taskId: string;
  readonly caller: Caller;
  readonly parameters: Json;
  readonly pattern: Pattern;
  /** Whether it may have been made before: the process died while it was in hand. */
  readonly again: boolean;
}

export interface Answer {
  readonly output: Json;
  /** The execution that a `.sync` task waits for. */
  readonly awaits?: string;
}

export interface Integration {
  readonly patterns: readonly Pattern[];
  /** Throws TaskFailure; an AwsError is named after the integration. */
  readonly perform: (request: Request) => Promise<Answer>;
}

/** The parameters of an integration, which are always an object. Those that are null count as not given. */
export const fieldsOf = ({ parameters }: Request): Record<string, Json> => {
  if (!isObject(parameters))
    throw new TaskFailure('States.Runtime', 'The parameters of the task must be a JSON object.');
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
};

/** A value for a parameter that takes text: texts as they are, anything else as its JSON. */
export const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * Calls an operation on the execution's behalf with what the definition says, which the service checks; its errors are
 * worded as the optimized integration's.
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
    throw error instanceof AwsError ? optimizedFailure(error, naming, requestId) : error;
  }
};

/** What the optimized integrations tell of their HTTP answer. */
export const sdkMetadata = (requestId: string, nowMs: number): JsonObject => {
  const headers = { 'x-amzn-RequestId': requestId, Date: new Date(nowMs).toUTCString() };
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  return {
    SdkHttpMetadata: { AllHttpHeaders: lists, HttpHeaders: headers, HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: requestId },
  };
};

/** An action's answer as JSON: times as ISO texts, bytes as text. */
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
