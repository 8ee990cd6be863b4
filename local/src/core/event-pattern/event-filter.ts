import { compactJson, MAX_DEPTH } from '../text/json-text.ts';
import { compilePattern } from './compile-pattern.ts';
import { flattenEvent } from './flat-event.ts';
import { matchesPattern } from './match-pattern.ts';

/**
 * Compiles an event pattern for objects as JSON text; an object with more than `MAX_DEPTH` levels never matches. Throws
 * InvalidPatternError.
 */
export const eventFilter = (pattern: string): ((json: string) => boolean) => {
  const compiled = compilePattern(pattern);
  return (json) => {
    if (compactJson(json).depth > MAX_DEPTH) return false;
    return matchesPattern(compiled, flattenEvent(JSON.parse(json) as object));
  };
};
