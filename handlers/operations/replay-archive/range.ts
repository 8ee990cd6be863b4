import { refuse } from '../../shared/http/problem.ts';

export interface Range {
  readonly from: Date;
  /** Exclusive end. */
  readonly to: Date;
}

/** The members `from` and `to` of a request. @throws ProblemError 400 if one is not a time, or if the range is empty */
export function rangeIn(body: Readonly<Record<string, unknown>>): Range {
  const from = momentIn(body, 'from');
  const to = momentIn(body, 'to');
  if (from >= to) refuse('from', 'from must be before to.');
  return { from, to };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

function momentIn(body: Readonly<Record<string, unknown>>, name: string): Date {
  const text = body[name];
  if (typeof text === 'string' && MOMENT.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text);
  return refuse(name, `${name} must be a UTC time such as 2026-01-31T12:00:00Z.`);
}
