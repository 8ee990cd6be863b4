import type { Json, JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import type { StateMachine } from './contract.ts';
import type { Catcher, ChildType, Program, Retrier, State, StateType } from './program.ts';
import { STATE_TYPES } from './program.ts';
import { parseResource } from './resource.ts';

/** Thrown by `parseStateMachine` for a definition that cannot run; validation reports such definitions earlier. */
export class UnreadableDefinition extends Error {
  override readonly name = 'UnreadableDefinition';
}

/**
 * Parses a state machine definition (https://states-language.net). Throws `UnreadableDefinition` if the text is not a
 * JSON object or a state has no known Type.
 */
export function parseStateMachine(
  definitionText: string,
  arn: string,
  name: string,
  type: StateMachine['type'],
): StateMachine {
  const definition = readJson(definitionText);
  const jsonata = definition.QueryLanguage === 'JSONata';
  const timeoutSeconds =
    typeof definition.TimeoutSeconds === 'number' ? { timeoutSeconds: definition.TimeoutSeconds } : {};
  return { arn, name, type, program: readProgram(definition, jsonata), ...timeoutSeconds };
}

function readJson(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Invalid JSON and a value that is not an object give the same message.
  }
  throw new UnreadableDefinition('The definition is not a JSON object.');
}

function readProgram(fields: Json | undefined, jsonata: boolean): Program {
  if (!isObject(fields) || typeof fields.StartAt !== 'string' || !isObject(fields.States)) {
    throw new UnreadableDefinition('A state machine needs the fields StartAt and States.');
  }
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(fields.States)) states.set(name, readState(name, state, jsonata));
  return { startAt: fields.StartAt, states };
}

function readState(name: string, fields: Json, stateMachineJsonata: boolean): State {
  const type = isObject(fields) ? STATE_TYPES.find((each) => each === fields.Type) : undefined;
  if (!isObject(fields) || type === undefined) throw new UnreadableDefinition(`The state '${name}' has no known Type.`);
  const jsonata = fields.QueryLanguage === undefined ? stateMachineJsonata : fields.QueryLanguage === 'JSONata';
  return {
    name,
    type,
    jsonata,
    fields,
    ...(typeof fields.Next === 'string' && fields.End !== true ? { next: fields.Next } : {}),
    retriers: listOf(fields.Retry).map(readRetrier),
    catchers: listOf(fields.Catch).map(readCatcher),
    branches: readBranches(type, fields, stateMachineJsonata),
    ...(type === 'Map' ? modeOf(fields.ItemProcessor ?? fields.Iterator) : {}),
    ...(type === 'Task' ? { resource: parseResource(text(fields.Resource, '')) } : {}),
  };
}

function readBranches(type: StateType, fields: JsonObject, stateMachineJsonata: boolean): Program[] {
  if (type === 'Parallel') return asList(fields.Branches).map((each) => readProgram(each, stateMachineJsonata));
  if (type === 'Map') return [readProgram(fields.ItemProcessor ?? fields.Iterator, stateMachineJsonata)];
  return [];
}

function modeOf(processor: Json | undefined): { childType?: ChildType } {
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  if (!isObject(config) || config.Mode !== 'DISTRIBUTED') return {};
  return { childType: config.ExecutionType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD' };
}

function readRetrier(fields: JsonObject): Retrier {
  return {
    errorEquals: textsOf(fields.ErrorEquals),
    intervalSeconds: number(fields.IntervalSeconds, 1),
    maxAttempts: number(fields.MaxAttempts, 3),
    backoffRate: number(fields.BackoffRate, 2),
    maxDelaySeconds: number(fields.MaxDelaySeconds, Number.POSITIVE_INFINITY),
    fullJitter: fields.JitterStrategy === 'FULL',
  };
}

function readCatcher(fields: JsonObject): Catcher {
  return { errorEquals: textsOf(fields.ErrorEquals), fields, next: text(fields.Next, '') };
}

const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const listOf = (value: Json | undefined): readonly JsonObject[] => asList(value).filter(isObject);
const textsOf = (value: Json | undefined): readonly string[] =>
  asList(value).filter((each) => typeof each === 'string');
const text = (value: Json | undefined, otherwise: string): string => (typeof value === 'string' ? value : otherwise);
const number = (value: Json | undefined, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
