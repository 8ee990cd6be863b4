import type { ValidationFailure } from './generated/validators.generated.js';

type Rules = Readonly<Record<string, string>>;

/**
 * Describes each invalid field by its name and its rule. The text contains no values, so it may be logged, mailed and
 * shown. `rules` maps a field (JSON pointer) to its rule.
 */
export function describeFailures(failures: readonly ValidationFailure[], rules: Rules): string {
  return [...new Set(failures.map((failure) => describeFailure(failure, rules)))].join('; ');
}

function describeFailure(failure: ValidationFailure, rules: Rules): string {
  const missing = failure.params.missingProperty;
  if (missing !== undefined) return `${fieldName(`${failure.instancePath}/${missing}`)} is missing`;
  const pointer = failure.instancePath.replace(/\/\d+$/, '');
  return `${fieldName(pointer)} must be ${rules[pointer] ?? 'valid (see the event schema)'}`;
}

function fieldName(pointer: string): string {
  return pointer === '' ? 'the event' : pointer.slice(1).replaceAll('/', '.');
}
