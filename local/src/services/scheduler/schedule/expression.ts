import { type Cron, nextByCron, parseCron } from '../../../core/schedule/cron.ts';
import { nextByRate, parseRate } from '../../../core/schedule/rate.ts';
import { type TimeZone, timeZone } from '../../../core/schedule/time-zone.ts';

/**
 * A parsed schedule expression.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export type Expression =
  | { readonly kind: 'once'; readonly atMs: number }
  | { readonly kind: 'rate'; readonly intervalMs: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: TimeZone };

/** When a schedule occurs. Times are epoch milliseconds. */
export interface Timing {
  readonly expression: string;
  readonly timezone: string;
  readonly startMs?: number;
  readonly endMs?: number;
  /** The first occurrence of a rate expression without a start date. */
  readonly fromMs: number;
}

const AT = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const DAY_MS = 86_400_000;

/** Unlike the rules of EventBridge, schedules may have the singular or the plural of a unit after any number. */
const canonicalRate = (text: string): string =>
  text.replace(
    /^rate\((\d+) (minute|hour|day)s?\)$/,
    (_, count: string, unit: string) => `rate(${count} ${unit}${count === '1' ? '' : 's'})`,
  );

/** Parses `at(…)`, `rate(…)` or `cron(…)`; undefined if it is not valid. The zone must be a known time zone. */
export const parseExpression = (text: string, zone: TimeZone): Expression | undefined => {
  const at = AT.exec(text)?.[1];
  if (at !== undefined) return once(at, zone);
  const intervalMs = parseRate(canonicalRate(text));
  if (intervalMs !== undefined) return { kind: 'rate', intervalMs };
  const cron = parseCron(text);
  return cron && { kind: 'cron', cron, zone };
};

/** A wall time that clocks skip is read with the offset of the day before. */
const once = (text: string, zone: TimeZone): Expression | undefined => {
  const wallMs = Date.parse(`${text}Z`);
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(text)) return undefined;
  const before = wallMs - DAY_MS;
  return { kind: 'once', atMs: zone.momentOf(wallMs) ?? wallMs - (zone.wallTimeOf(before) - before) };
};

/**
 * The first occurrence after `afterMs`; undefined if there is none. A start and an end date limit recurring schedules
 * only.
 */
export const nextOccurrence = (timing: Timing, afterMs: number): number | undefined => {
  const zone = timeZone(timing.timezone);
  const expression = zone && parseExpression(timing.expression, zone);
  if (!expression) return undefined;
  if (expression.kind === 'once') return expression.atMs > afterMs ? expression.atMs : undefined;
  const next = nextOfRecurring(expression, timing, afterMs);
  return next === undefined || next > (timing.endMs ?? Number.POSITIVE_INFINITY) ? undefined : next;
};

const nextOfRecurring = (
  expression: Exclude<Expression, { kind: 'once' }>,
  { startMs, fromMs }: Timing,
  afterMs: number,
): number | undefined => {
  if (expression.kind === 'rate') {
    const firstMs = startMs ?? fromMs;
    return afterMs < firstMs ? firstMs : nextByRate(expression.intervalMs, firstMs, afterMs);
  }
  return nextInZone(expression, Math.max(afterMs, (startMs ?? Number.NEGATIVE_INFINITY) - 1));
};

/**
 * The next moment of a cron expression in its zone. A wall time that clocks skip has no occurrence, and one that occurs
 * twice has one ("Daylight savings time on EventBridge Scheduler").
 */
const nextInZone = ({ cron, zone }: { cron: Cron; zone: TimeZone }, afterMs: number): number | undefined => {
  let wallMs = nextByCron(cron, zone.wallTimeOf(afterMs));
  while (wallMs !== undefined) {
    const ms = zone.momentOf(wallMs);
    if (ms !== undefined && ms > afterMs) return ms;
    wallMs = nextByCron(cron, wallMs);
  }
  return undefined;
};
