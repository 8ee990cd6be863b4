import { isObject, type Json, type JsonObject } from '../language/json.ts';
import { any, array, type Members, map, number, object, required, type Shape, text } from './answer-shape.ts';
import { LAMBDA_ANSWERS } from './lambda-answers.ts';
import { STORAGE_ANSWERS } from './storage-answers.ts';

const ATTRIBUTES = map(map(any));
const CAPACITY = object({
  TableName: text,
  CapacityUnits: number,
  ReadCapacityUnits: number,
  WriteCapacityUnits: number,
});
const WRITTEN: Members = {
  Attributes: ATTRIBUTES,
  ConsumedCapacity: CAPACITY,
  ItemCollectionMetrics: object({ ItemCollectionKey: ATTRIBUTES, SizeEstimateRangeGB: array(number) }),
};
const QUERIED: Members = {
  Items: array(ATTRIBUTES),
  Count: number,
  ScannedCount: number,
  LastEvaluatedKey: ATTRIBUTES,
  ConsumedCapacity: CAPACITY,
};
const DESCRIBED_EXECUTION: Members = {
  ExecutionArn: required(text),
  StateMachineArn: required(text),
  Name: text,
  Status: required(text),
  StartDate: required(text),
  StopDate: text,
  Input: any,
  Output: any,
  Error: text,
  Cause: text,
};

/** The shapes of the integrations' answers, by service and action; see the services' API references. */
const ANSWERS: Readonly<Record<string, Members>> = {
  ...LAMBDA_ANSWERS,
  ...STORAGE_ANSWERS,
  'dynamodb:deleteItem': WRITTEN,
  'dynamodb:getItem': { Item: ATTRIBUTES, ConsumedCapacity: CAPACITY },
  'dynamodb:putItem': WRITTEN,
  'dynamodb:query': QUERIED,
  'dynamodb:scan': QUERIED,
  'dynamodb:updateItem': WRITTEN,
  'events:putEvents': {
    Entries: array(object({ EventId: text, ErrorCode: text, ErrorMessage: text })),
    FailedEntryCount: number,
  },
  'lambda:invoke': { ExecutedVersion: text, FunctionError: text, LogResult: text, Payload: any, StatusCode: number },
  'sns:publish': { MessageId: text, SequenceNumber: text },
  'sqs:sendMessage': {
    MD5OfMessageAttributes: text,
    MD5OfMessageBody: text,
    MD5OfMessageSystemAttributes: text,
    MessageId: text,
    SequenceNumber: text,
  },
  'states:describeExecution': DESCRIBED_EXECUTION,
  'states:startExecution': { ExecutionArn: required(text), StartDate: required(text) },
  'states:startExecution.sync': DESCRIBED_EXECUTION,
  'states:startExecution.sync:2': DESCRIBED_EXECUTION,
};

/** SDK integration names of services whose optimized integration has a different name. */
const SDK_NAMES: Readonly<Record<string, string>> = { eventbridge: 'events', sfn: 'states' };

/**
 * STRICT: required members must be present, and all present members are checked. PRESENT: only present members are
 * checked. NONE: nothing is checked.
 */
export type FieldValidationMode = 'STRICT' | 'PRESENT' | 'NONE';

/**
 * AWS's message for a mocked answer that does not match its shape. Undefined if it matches, or if `ANSWERS` does not
 * contain the action.
 */
export const answerFault = (resourceType: string, action: string, result: Json, mode: FieldValidationMode) => {
  const service = resourceType.replace(/^aws-sdk:/, '');
  const members = ANSWERS[`${SDK_NAMES[service] ?? service}:${action}`];
  if (mode === 'NONE' || !members) return undefined;
  if (!isObject(result)) return 'Mocked result must be a JSON object';
  return membersFault(members, result, mode);
};

const membersFault = (members: Members, object: JsonObject, mode: FieldValidationMode): string | undefined => {
  for (const [name, shape] of Object.entries(members)) {
    const value = object[name];
    if (value === undefined && shape.required && mode === 'STRICT') return `Required field '${name}' is missing`;
    const fault = value === undefined || value === null ? undefined : shapeFault(shape, value, name, mode);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const shapeFault = (shape: Shape, value: Json, name: string, mode: FieldValidationMode): string | undefined => {
  switch (shape.is) {
    case 'any':
      return undefined;
    case 'array':
      if (!Array.isArray(value)) return `Field '${name}' must be an array`;
      return firstOf(value, (each) => shapeFault(shape.of, each, name, mode));
    case 'map':
      if (!isObject(value)) return `Field '${name}' must be an object`;
      return firstOf(Object.entries(value), ([key, each]) => shapeFault(shape.of, each, key, mode));
    case 'object':
      return isObject(value) ? membersFault(shape.members, value, mode) : `Field '${name}' must be an object`;
    default:
      return typeof value === shape.is ? limitFault(shape, value, name) : `Field '${name}' must be a ${shape.is}`;
  }
};

const limitFault = (shape: Shape, value: Json, name: string): string | undefined => {
  if (shape.is === 'string' && shape.oneOf?.has(String(value)) === false)
    return `Field '${name}' is not an expected value`;
  if (shape.is !== 'number' || typeof value !== 'number') return undefined;
  if (shape.min !== undefined && value < shape.min) return `Field '${name}' is less than the minimum value`;
  return shape.max !== undefined && value > shape.max ? `Field '${name}' exceeds the maximum value` : undefined;
};

const firstOf = <T>(items: readonly T[], faultOf: (item: T) => string | undefined): string | undefined => {
  for (const item of items) {
    const fault = faultOf(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
