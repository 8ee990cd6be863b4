import { validationError } from '../../../core/aws/aws-error.ts';
import { flattenEvent } from '../../../core/event-pattern/flat-event.ts';
import { matchesPattern } from '../../../core/event-pattern/match-pattern.ts';
import { parseExact } from '../../../core/event-pattern/ordered-json.ts';
import type { Action } from '../../../core/service.ts';
import { compactJson, MAX_DEPTH } from '../../../core/text/json-text.ts';
import { requiredText } from '../parameters.ts';
import { compilePattern } from '../pattern.ts';

/** The members that AWS requires in a test event. */
const MEMBERS = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

const parseEvent = (text: string): object => {
  const event = compactJson(text).depth > MAX_DEPTH ? undefined : parseJson(text);
  const isEvent = typeof event === 'object' && event !== null && MEMBERS.every((name) => Object.hasOwn(event, name));
  if (!isEvent) throw validationError('Parameter Event is not valid.');
  return event;
};

const parseJson = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
};

export const TestEventPattern: Action = (input) => {
  const pattern = requiredText(input, 'EventPattern');
  const event = parseEvent(requiredText(input, 'Event'));
  return { Result: matchesPattern(compilePattern(pattern), flattenEvent(event)) };
};
