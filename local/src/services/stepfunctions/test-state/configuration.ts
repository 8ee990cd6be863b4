import { validationError } from '../../../core/aws/aws-error.ts';
import { textOfAny } from '../../../core/parameters/constraint.ts';
import type { Json } from '../language/json.ts';
import type { Input } from '../parameters.ts';
import { textIn } from '../parameters.ts';
import { MAX_PAYLOAD_LENGTH, objectOr, readPayload } from '../payload.ts';

/** The stateConfiguration of a TestState call: what happened before the tested attempt of the state. */
export interface Configuration {
  /** Number of retries used by the retrier that matches the error. */
  readonly retrierRetryCount: number;
  readonly mapIterationFailureCount: number;
  /** The data that a Map's ItemReader returns. */
  readonly mapItemReaderData?: Json;
}

/** Maximum length of the name of a state. */
const MAX_NAME_LENGTH = 80;

const NEEDS_MOCK = ['mapIterationFailureCount', 'retrierRetryCount', 'errorCausedByState', 'mapItemReaderData'];

/** Reads the stateConfiguration; throws ValidationException. */
export const readConfiguration = (input: Input): Configuration => {
  const given = objectOr(input.stateConfiguration);
  const unmocked = NEEDS_MOCK.find((name) => given[name] !== undefined && given[name] !== null);
  if (unmocked !== undefined && !input.mock)
    throw validationError(`TestState does not support ${capitalized(unmocked)} when a mock is not specified.`);
  const items = textIn(given, 'stateConfiguration.mapItemReaderData', MAX_PAYLOAD_LENGTH);
  textIn(given, 'stateConfiguration.errorCausedByState', MAX_NAME_LENGTH);
  return {
    retrierRetryCount: countOf(given, 'retrierRetryCount'),
    mapIterationFailureCount: countOf(given, 'mapIterationFailureCount'),
    ...(items === undefined ? {} : { mapItemReaderData: readItems(items) }),
  };
};

const countOf = (given: Input, name: string): number => {
  const value = given[name] ?? 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw validationError(
    `1 validation error detected: Value '${textOfAny(value)}' at 'stateConfiguration.${name}' failed to satisfy constraint: Member must have value greater than or equal to 0`,
  );
};

const readItems = (text: string): Json => {
  const payload = readPayload(text);
  if ('fault' in payload) throw validationError('MapItemReaderData must be valid JSON.');
  return payload.value;
};

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
