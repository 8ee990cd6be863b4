import { TookTooLong, within } from '../../core/isolation/within.ts';
import { invalidAllowedPattern, patternMismatch } from './errors.ts';
import type { ParameterType } from './parameter.ts';

/** Processor time for one check, in milliseconds: a pattern of a user can need exponential time. */
const LIMIT_MS = 100;

/**
 * Checks that a value, or each item of a StringList, matches the whole pattern. Throws InvalidAllowedPatternException and
 * ParameterPatternMismatchException. A pattern that takes too long is refused.
 */
export const checkAllowedPattern = (pattern: string, value: string, type: ParameterType): void => {
  const whole = compiled(pattern);
  const items = type === 'StringList' ? value.split(',') : [value];
  if (!matches(whole, items))
    throw patternMismatch(`Parameter value, cannot be validated against allowedPattern: ${pattern}`);
};

const compiled = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw invalidAllowedPattern(`${pattern} is not a valid regular expression.`);
  }
};

const matches = (pattern: RegExp, items: readonly string[]): boolean => {
  try {
    return within(LIMIT_MS, () => items.every((item) => pattern.test(item)));
  } catch (error) {
    if (!(error instanceof TookTooLong)) throw error;
    throw invalidAllowedPattern(`${pattern.source} takes too long to validate the value.`);
  }
};
