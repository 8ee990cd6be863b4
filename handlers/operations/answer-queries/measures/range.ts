import type { HttpEvent } from '../../../shared/http/event.ts';
import { refuse } from '../../../shared/http/problem.ts';
import type { Range } from './summarise.ts';

type Query = NonNullable<HttpEvent['queryStringParameters']>;

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;
/** A question reads one partition of the table of measures for each day. */
const MAX_DAYS = 92;

const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * The range of a question about measures: by default the seven days before `to`, which is by default now.
 * @throws ProblemError 400
 */
export function readRange({ from, to }: Query, now: Date): Range {
  const end = to === undefined ? now : timeIn('to', to);
  const begin = from === undefined ? new Date(end.getTime() - DEFAULT_DAYS * DAY_MS) : timeIn('from', from);
  if (begin >= end) return refuse('from', 'from must be before to.');
  if (end.getTime() - begin.getTime() > MAX_DAYS * DAY_MS)
    return refuse('from', `from must be at most ${MAX_DAYS} days before to.`);
  return { from: begin, to: end };
}

function timeIn(field: string, text: string): Date {
  const time = new Date(text);
  if (TIME.test(text) && !Number.isNaN(time.getTime())) return time;
  return refuse(field, `${field} must be an ISO 8601 time with its zone, such as 2026-01-31T09:00:00Z, or a date.`);
}
