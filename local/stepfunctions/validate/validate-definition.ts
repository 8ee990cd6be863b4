import type { Diagnostic } from './diagnostic.ts';

/** What ValidateStateMachineDefinition finds in a definition; empty when there is nothing to say. */
export function validateDefinition(definitionText: string, _type: 'STANDARD' | 'EXPRESS'): Diagnostic[] {
  try {
    JSON.parse(definitionText);
    return [];
  } catch {
    return [{ severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message: 'Definition must be a valid JSON object' }];
  }
}

/** The message of InvalidDefinition for the errors among the diagnostics; undefined when there are none. */
export function invalidDefinitionMessage(diagnostics: readonly Diagnostic[]): string | undefined {
  const errors = diagnostics.filter((each) => each.severity === 'ERROR');
  if (errors.length === 0) return undefined;
  const texts = errors.map((each) => `${each.code}: ${each.message}${each.location ? ` at ${each.location}` : ''}`);
  return `Invalid State Machine Definition: '${texts.join(', ')}'`;
}
