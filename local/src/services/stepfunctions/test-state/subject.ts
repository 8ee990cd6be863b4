import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import { parseStateMachine } from '../interpreter/parse-state-machine.ts';
import type { State } from '../interpreter/program.ts';
import type { JsonObject } from '../language/json.ts';
import { type Input, optionalText, requiredText } from '../parameters.ts';
import type { Diagnostic } from '../validate/diagnostic.ts';
import {
  invalidDefinitionMessage,
  validateDefinition,
  validateStateDefinition,
} from '../validate/validate-definition.ts';

/** Maximum length of a definition. */
const MAX_DEFINITION_LENGTH = 1_048_576;
/** The name of a tested state that is not part of a state machine. */
const UNNAMED = 'StateName';
const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:TestState';

/** The tested state: the definition itself, or the state with the given name inside it. */
export const readSubject = (input: Input): State => {
  const definition = requiredText(input, 'definition', { max: MAX_DEFINITION_LENGTH });
  const name = optionalText(input, 'stateName', { max: 80 });
  const state = name === undefined ? singleState(definition) : namedState(definition, name);
  if (!input.mock && (state.type === 'Map' || state.type === 'Parallel'))
    throw new AwsError(
      'InvalidDefinition',
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  return state;
};

/**
 * Throws ValidationException for a Task without a mock that cannot end within the call: it would wait for an answer by
 * token, for the end of a job, or for a worker.
 */
export const refuseUnmocked = ({ resource }: State): void => {
  if (!resource || !(resource.answersByToken || /\.sync(:2)?$/.test(resource.arn))) return;
  throw validationError(`TestState does not support the resource ${resource.arn} when a mock is not specified.`);
};

const singleState = (definition: string): State => {
  refuseFaults(validateStateDefinition(definition, { type: 'STANDARD', language: 'JSONPath' }));
  const state: JsonObject = JSON.parse(definition);
  return stateIn({ StartAt: UNNAMED, States: { [UNNAMED]: state } }, UNNAMED);
};

const namedState = (definition: string, name: string): State => {
  refuseFaults(validateDefinition(definition, 'STANDARD'));
  return stateIn(JSON.parse(definition), name);
};

const refuseFaults = (diagnostics: readonly Diagnostic[]): void => {
  const message = invalidDefinitionMessage(diagnostics);
  if (message !== undefined) throw new AwsError('InvalidDefinition', message);
};

/** The state with this name, at any depth of the state machine. */
const stateIn = (definition: JsonObject, name: string): State => {
  const { program } = parseStateMachine(JSON.stringify(definition), MACHINE_ARN, 'TestState', 'EXPRESS');
  const levels = [program];
  for (let level = levels.shift(); level; level = levels.shift()) {
    const state = level.states.get(name);
    if (state) return state;
    for (const each of level.states.values()) levels.push(...each.branches);
  }
  throw validationError('State not found in definition');
};
