import type { Measures } from '../../../../api/types.generated.ts';
import { batchesOf } from '../../../shared/batches-of.ts';
import type { Clock } from '../../../shared/clock.ts';
import type { Call } from '../../../shared/http/serve.ts';
import type { MeasureRow } from '../../../shared/measures/row.ts';
import type { MeasuresReader } from './ports.ts';
import { readRange } from './range.ts';
import {
  daysIn,
  isWithin,
  measureApplications,
  measureDays,
  measureReviewers,
  measureReviews,
  type Range,
} from './summarise.ts';

export interface Ports {
  readonly measures: MeasuresReader;
  readonly now: Clock;
}

/** The measures of a range. Only supervisors get those of each reviewer. */
export async function measuresFor({ measures, now }: Ports, { event, principal }: Call): Promise<Measures> {
  const measuredAt = now();
  const range = readRange(event.queryStringParameters ?? {}, measuredAt);
  const waiting = await measures.waiting(measuredAt);
  const rows = await rowsIn(measures, range);
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    measuredAt: measuredAt.toISOString(),
    waiting,
    reviews: measureReviews(rows),
    applications: measureApplications(rows),
    days: measureDays(rows, range),
    ...(principal.roles.includes('supervisor') ? { reviewers: measureReviewers(rows) } : {}),
  };
}

/** Days that are read at the same time. */
const DAYS_AT_ONCE = 10;

async function rowsIn(measures: MeasuresReader, range: Range): Promise<readonly MeasureRow[]> {
  const rows: MeasureRow[] = [];
  for (const batch of batchesOf(daysIn(range), DAYS_AT_ONCE)) {
    const days = await Promise.all(batch.map((day) => measures.rowsOf(day)));
    rows.push(...days.flat().filter((row) => isWithin(range, row)));
  }
  return rows;
}
