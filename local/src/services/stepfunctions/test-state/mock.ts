import { validationError } from '../../../core/aws/aws-error.ts';
import type { Stimulus } from '../interpreter/contract.ts';
import type { State } from '../interpreter/program.ts';
import type { Json } from '../language/json.ts';
import { flag, type Input, optionalText, textIn } from '../parameters.ts';
import { MAX_PAYLOAD_LENGTH, objectOr, readPayload } from '../payload.ts';
import { answerFault } from './mock-schemas.ts';

/** The mocked outcome of a state's work. */
export type Mock =
  | { readonly kind: 'result'; readonly result: Json }
  | { readonly kind: 'error'; readonly error: string | undefined; readonly cause: string | undefined };

/** Maximum lengths in characters, from the API reference. */
const MAX_ERROR_LENGTH = 256;
const MAX_CAUSE_LENGTH = 32_768;

const MODES = ['STRICT', 'PRESENT', 'NONE'] as const;
const MOCKABLE = new Set(['Task', 'Map', 'Parallel']);

/** Reads the mock of a TestState call and checks it against the state. Throws ValidationException. */
export const readMock = (input: Input, state: State): Mock | undefined => {
  if (input.mock === undefined || input.mock === null) return undefined;
  const mock = objectOr(input.mock);
  if (flag(input, 'revealSecrets'))
    throw validationError('TestState does not support RevealSecrets when a mock is specified.');
  if (!MOCKABLE.has(state.type))
    throw validationError(`State type '${state.type}' is not supported when a mock is specified`);
  const text = textIn(mock, 'mock.result', MAX_PAYLOAD_LENGTH);
  const given = mock.errorOutput === undefined || mock.errorOutput === null ? undefined : objectOr(mock.errorOutput);
  if (text !== undefined && given !== undefined)
    throw validationError('A test mock should have only one of the following fields: [result, errorOutput].');
  if (given) {
    const error = textIn(given, 'mock.errorOutput.error', MAX_ERROR_LENGTH);
    return { kind: 'error', error, cause: textIn(given, 'mock.errorOutput.cause', MAX_CAUSE_LENGTH) };
  }
  if (text === undefined)
    throw validationError('A test mock should have one of the following fields: [result, errorOutput].');
  return { kind: 'result', result: checkedResult(text, mock, state) };
};

/** The stimulus with which a mocked Task ends. */
export const mockedAnswer = (mock: Mock, taskId: string): Stimulus =>
  mock.kind === 'result'
    ? { kind: 'taskSucceeded', taskId, output: mock.result }
    : { kind: 'taskFailed', taskId, error: mock.error, cause: mock.cause };

const checkedResult = (text: string, mock: Input, state: State): Json => {
  const mode = MODES.find((each) => each === optionalText(mock, 'fieldValidationMode', { oneOf: MODES })) ?? 'STRICT';
  const payload = readPayload(text);
  if ('fault' in payload) throw validationError('Mocked result must be valid JSON');
  const result = payload.value;
  if (state.type === 'Map') checkMapResult(result, state);
  if (state.type === 'Parallel' && !(Array.isArray(result) && result.length === state.branches.length))
    throw validationError('Mocked result must contain the same number of items as number of Parallel branches.');
  const { resource } = state;
  if (resource?.kind === 'service' && !resource.answersByToken) {
    const fault = answerFault(resource.resourceType, resource.resource, result, mode);
    if (fault !== undefined) throw validationError(`Mock result schema validation error: ${fault}`);
  }
  return result;
};

const checkMapResult = (result: Json, state: State): void => {
  const writes = state.fields.ResultWriter !== undefined;
  if (writes && (typeof result !== 'object' || result === null || Array.isArray(result)))
    throw validationError('Mocked result must be a JSON object.');
  if (!writes && !Array.isArray(result)) throw validationError('Mocked result must be an array.');
};
