import type { JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { utf8Bytes } from '../language/payload-size.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { StateMachine } from './place.ts';
import { languageOf, stateMachineProblems, stateProblems } from './state-machine-schema.ts';
import { transitionProblems } from './transitions.ts';

const MAX_DEFINITION_BYTES = 1_048_576;

/**
 * What ValidateStateMachineDefinition finds in a definition; empty when there is nothing to say. The graph of states is
 * looked at only when the schema holds. Definitions are checked for syntax and shape, not for what can be run here.
 */
export function validateDefinition(definitionText: string, type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  const definition = readObject(definitionText);
  if (Array.isArray(definition)) return definition;
  const language = languageOf(definition.QueryLanguage, 'JSONPath');
  const problems = stateMachineProblems(definition, { location: '/', language, stateMachine: { type, language } });
  return problems.length > 0 ? problems : transitionProblems(definition);
}

/** What is wrong with the definition of a single state, as TestState takes it; Next may lead anywhere. */
export function validateStateDefinition(definitionText: string, stateMachine: StateMachine): Diagnostic[] {
  const definition = readObject(definitionText);
  if (Array.isArray(definition)) return definition;
  return stateProblems(definition, { location: '/', language: stateMachine.language, stateMachine });
}

/**
 * The message of InvalidDefinition for the errors among the diagnostics, as CreateStateMachine words it; undefined when
 * there are none.
 */
export function invalidDefinitionMessage(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter((each) => each.severity === 'ERROR');
  if (errors.length === 0) return undefined;
  const texts = errors.map((each) => `${each.code}: ${each.message} at ${each.location ?? null}`);
  return `Invalid State Machine Definition: '${texts.join(', ')}'`;
}

function readObject(text: string): JsonObject | Diagnostic[] {
  if (utf8Bytes(text) > MAX_DEFINITION_BYTES) {
    return [unreadable('SCHEMA_VALIDATION_FAILED', `Definition must not exceed ${MAX_DEFINITION_BYTES} bytes`)];
  }
  const notAnObject = [unreadable('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object')];
  if (text.trim() === '') return notAnObject;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : notAnObject;
  } catch (error) {
    return [unreadable('INVALID_JSON_DESCRIPTION', error instanceof Error ? error.message : String(error))];
  }
}

const unreadable = (code: string, message: string): Diagnostic => ({ severity: 'ERROR', code, message });
