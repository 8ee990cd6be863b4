import { optionalText, requiredText } from '../parameters.ts';
import type { MakeAction } from '../step-functions-context.ts';
import { validateDefinition } from '../validate/validate-definition.ts';
import { readType } from './create-state-machine.ts';

const MAX_DIAGNOSTICS = 100;

export const validateStateMachineDefinition: MakeAction = () => (input) => {
  const wanted = typeof input.maxResults === 'number' && input.maxResults > 0 ? input.maxResults : MAX_DIAGNOSTICS;
  const severity = optionalText(input, 'severity', { oneOf: ['ERROR', 'WARNING'] }) ?? 'ERROR';
  const all = validateDefinition(requiredText(input, 'definition'), readType(input));
  const shown = severity === 'WARNING' ? all : all.filter((each) => each.severity === 'ERROR');
  const diagnostics = shown.slice(0, Math.min(wanted, MAX_DIAGNOSTICS));
  return {
    result: all.some((each) => each.severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics,
    truncated: diagnostics.length < shown.length,
  };
};
