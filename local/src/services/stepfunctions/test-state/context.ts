import { validationError } from '../../../core/aws/aws-error.ts';
import { isObject, type JsonObject } from '../language/json.ts';
import { readPayload } from '../payload.ts';

/** The keys of the context object that a caller may set. */
const MOCKABLE = new Set(['Execution', 'State', 'StateMachine', 'Task']);

/** Reads the caller's context object. Throws ValidationException. */
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
