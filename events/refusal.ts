import type { ValidationFailure } from './generated/validators.generated.js';

type Rules = Readonly<Record<string, string>>;

/**
 * One sentence for each invalid field: its name and its rule. It never repeats a value, so it may be logged, mailed and
 * shown. `rules` maps a field (JSON pointer) to its rule.
 */
export function describeFailures(failures: readonly ValidationFailure[], rules: Rules): string {
  return [...new Set(failures.map((failure) => describeFailure(failure, rules)))].join('; ');
}

function describeFailure(failure: ValidationFailure, rules: Rules): string {
  const missing = failure.params.missingProperty;
  if (missing !== undefined) return `${fieldName(`${failure.instancePath}/${missing}`)} is missing`;
  const pointer = failure.instancePath.replace(/\/\d+$/, '');
  return `${fieldName(pointer)} must be ${rules[pointer] ?? 'as its schema says'}`;
}

function fieldName(pointer: string): string {
  return pointer === '' ? 'the event' : pointer.slice(1).replaceAll('/', '.');
}
