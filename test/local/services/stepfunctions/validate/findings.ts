import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { validateDefinition } from '../../../../../local/src/services/stepfunctions/validate/validate-definition.ts';

export const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:f';

/** Each diagnostic as one line: code, message, location. */
export function findings(definition: Json, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): string[] {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return validateDefinition(text, type).map((each) => `${each.code}: ${each.message} at ${each.location ?? null}`);
}

/** A state machine of one state S, and of a Pass state P that a Choice can lead to. */
export const machine = (state: JsonObject, more: JsonObject = {}): JsonObject => ({
  StartAt: 'S',
  States: { S: state },
  ...more,
});
export const task = (more: JsonObject): JsonObject => machine({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
export const choice = (rule: JsonObject): JsonObject => ({
  StartAt: 'S',
  States: { S: { Type: 'Choice', Choices: [rule], Default: 'P' }, P: { Type: 'Pass', End: true } },
});
export const schema = (message: string, location: string): string =>
  `SCHEMA_VALIDATION_FAILED: ${message} at ${location}`;
