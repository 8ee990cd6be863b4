import { createHash } from 'node:crypto';
import { executionArnOf } from '../arns.ts';
import { invalidArn } from '../errors.ts';
import type { Stimulus } from '../interpreter/contract.ts';
import type { Json, JsonObject } from '../language/json.ts';
import * as states from '../operations.ts';
import type { ExecutionRow } from '../store/executions.ts';
import {
  asText,
  callOptimized,
  fieldsOf,
  type Integration,
  type Pattern,
  type Request,
  sdkMetadata,
} from './integration.ts';
import { optimizedFailure, TaskFailure } from './task-failure.ts';

const NAMING = { prefix: 'StepFunctions', service: 'AWSStepFunctions', base: 'AWSStepFunctionsException' };

/** `states:startExecution`, also with `.sync`, `.sync:2` and `.waitForTaskToken`. */
export const startExecution: Integration = {
  patterns: ['request', 'sync', 'sync:2', 'waitForTaskToken'],
  perform: async (request) => {
    const { executionArn, startDate, metadata } = await start(request);
    const waits = request.pattern === 'sync' || request.pattern === 'sync:2';
    if (waits && executionArn.includes(':express:')) throw endUnknown(request);
    const output = { ExecutionArn: executionArn, ...metadata, StartDate: startDate };
    return { output, ...(waits ? { awaits: executionArn } : {}) };
  },
};

/**
 * The failure of a task that waits for the end of an Express execution. AWS starts the execution, but cannot ask for
 * its end, because DescribeExecution refuses the ARN of an Express execution.
 */
const endUnknown = ({ kernel }: Request): TaskFailure =>
  optimizedFailure(invalidArn('Resource type not valid in this context: express'), NAMING, kernel.ids.uuid());

/** The stimulus for a `.sync` task after its child execution has ended. */
export const childOutcome = (taskId: string, pattern: Pattern, child: ExecutionRow): Stimulus => {
  const description = describe(child, pattern === 'sync:2');
  if (child.status === 'SUCCEEDED') return { kind: 'taskSucceeded', taskId, output: description };
  return { kind: 'taskFailed', taskId, error: 'States.TaskFailed', cause: JSON.stringify(description) };
};

const start = async (request: Request) => {
  const { StateMachineArn, Name, Input, TraceHeader } = fieldsOf(request);
  const input = {
    ...(StateMachineArn === undefined ? {} : { stateMachineArn: StateMachineArn }),
    name: Name ?? nameFor(request),
    input: Input === undefined ? '{}' : asText(Input),
    ...(TraceHeader === undefined ? {} : { traceHeader: TraceHeader }),
  };
  try {
    const { answer, metadata } = await callOptimized(request, NAMING, states.startExecution, input);
    return { executionArn: String(answer.executionArn), startDate: answer.startDate ?? null, metadata };
  } catch (error) {
    const executionArn = executionArnOf(String(input.stateMachineArn), String(input.name));
    const earlier = isOwnEarlierStart(request, error) ? request.executions.byArn(executionArn) : undefined;
    if (!earlier) throw error;
    const metadata = sdkMetadata(request.kernel.ids.uuid(), request.kernel.clock.now());
    return { executionArn, startDate: new Date(earlier.startMs).toISOString(), metadata };
  }
};

/** Whether the error is ExecutionAlreadyExists for the execution that the first attempt of this request started. */
const isOwnEarlierStart = ({ again }: Request, error: unknown): boolean =>
  again && error instanceof TaskFailure && error.error === 'StepFunctions.ExecutionAlreadyExistsException';

/**
 * The execution name for a request without a name. Like on AWS it is a UUID; each repetition of the request has the
 * same one.
 */
const nameFor = ({ execution, taskId }: Request): string => {
  const hex = createHash('sha256').update(`${execution.arn} ${execution.startMs} ${taskId}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

/**
 * The child in the form of DescribeExecution. `parsedTexts` is for `.sync:2`, which returns input and output as JSON
 * instead of text.
 */
const describe = (child: ExecutionRow, parsedTexts: boolean): JsonObject => {
  const payload = (text: string): Json => (parsedTexts ? JSON.parse(text) : text);
  return {
    ...(child.cause === null ? {} : { Cause: child.cause }),
    ...(child.error === null ? {} : { Error: child.error }),
    ExecutionArn: child.arn,
    Input: payload(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === null ? {} : { Output: payload(child.output), OutputDetails: { Included: true } }),
    StartDate: child.startMs,
    ...(child.aliasArn === null ? {} : { StateMachineAliasArn: child.aliasArn }),
    StateMachineArn: child.stateMachineArn,
    ...(child.versionArn === null ? {} : { StateMachineVersionArn: child.versionArn }),
    Status: child.status,
    ...(child.stopMs === null ? {} : { StopDate: child.stopMs }),
  };
};
