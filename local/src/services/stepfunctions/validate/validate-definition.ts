import { refuseLargeJson } from '../../../core/protocols/body-scan.ts';
import type { JsonObject } from '../language/json.ts';
import { isObject } from '../language/json.ts';
import { utf8Bytes } from '../language/payload-size.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { StateMachine } from './place.ts';
import { languageOf, stateMachineProblems, stateProblems } from './state-machine-schema.ts';
import { transitionProblems } from './transitions.ts';

const MAX_DEFINITION_BYTES = 1_048_576;

/**
 * The diagnostics of ValidateStateMachineDefinition; empty if there are none. The graph of states is checked only if
 * the schema is valid. Checks syntax and shape, not whether this runtime supports the definition.
 */
export function validateDefinition(definitionText: string, type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  const definition = readObject(definitionText);
  if (Array.isArray(definition)) return definition;
  const language = languageOf(definition.QueryLanguage, 'JSONPath');
  const problems = stateMachineProblems(definition, { location: '/', language, stateMachine: { type, language } });
  return problems.length > 0 ? problems : transitionProblems(definition);
}

/**
 * The diagnostics of a single state, as TestState receives it. Next may contain any name, because there are no other
 * states.
 */
export function validateStateDefinition(definitionText: string, stateMachine: StateMachine): Diagnostic[] {
  const definition = readObject(definitionText);
  if (Array.isArray(definition)) return definition;
  return stateProblems(definition, { location: '/', language: stateMachine.language, stateMachine });
}

/**
 * The message of InvalidDefinition, as CreateStateMachine reports it, for the errors among the diagnostics. Undefined
 * if there are no errors.
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
    refuseLargeJson(text);
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : notAnObject;
  } catch (error) {
    return [unreadable('INVALID_JSON_DESCRIPTION', error instanceof Error ? error.message : String(error))];
  }
}

const unreadable = (code: string, message: string): Diagnostic => ({ severity: 'ERROR', code, message });
