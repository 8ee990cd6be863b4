import { validationError } from '../../../core/aws/aws-error.ts';
import { isObject, type Json, type JsonObject } from '../language/json.ts';
import { readPayload } from '../payload.ts';

/** What a caller may put into the context object. */
const MOCKABLE = new Set(['Execution', 'State', 'StateMachine', 'Task']);
const RETRYING = new Set(['Task', 'Parallel', 'Map']);

/** The context object a caller gives. Throws ValidationException. */
export const readContext = (text: string): JsonObject => {
  const payload = readPayload(text);
  if ('fault' in payload || !isObject(payload.value))
    throw validationError('Invalid Context object provided: it must be a valid JSON object');
  const unknown = Object.keys(payload.value).find((name) => !MOCKABLE.has(name));
  if (unknown !== undefined)
    throw validationError(
      `Invalid Context object provided: '${unknown}' field is not supported when mocking a Context object`,
    );
  return payload.value;
};

export interface ContextFacts {
  readonly executionArn: string;
  readonly executionName: string;
  readonly machineArn: string;
  readonly machineName: string;
  readonly roleArn: string | undefined;
  readonly input: Json;
  readonly nowMs: number;
  readonly stateName: string;
  readonly stateType: string;
  readonly retryCount: number;
}

/** The context object of a test, where none is given: as that of an express execution. */
export const contextOf = (facts: ContextFacts): JsonObject => {
  const now = new Date(facts.nowMs).toISOString();
  return {
    Execution: {
      Id: facts.executionArn,
      Input: facts.input,
      StartTime: now,
      Name: facts.executionName,
      ...(facts.roleArn === undefined ? {} : { RoleArn: facts.roleArn }),
    },
    StateMachine: { Id: facts.machineArn, Name: facts.machineName },
    State: {
      Name: facts.stateName,
      EnteredTime: now,
      ...(RETRYING.has(facts.stateType) ? { RetryCount: facts.retryCount } : {}),
    },
  };
};
