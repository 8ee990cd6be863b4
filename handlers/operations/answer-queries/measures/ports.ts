import type { WaitingReviews } from '../../../../api/types.generated.ts';
import type { MeasureRow } from '../../../shared/measures/row.ts';

/** Reads what the measures count. */
export interface MeasuresReader {
  /** The rows of one day in UTC, in no order. Eventually consistent. */
  rowsOf(day: string): Promise<readonly MeasureRow[]>;
  /** The reviews that wait now, from the ledger. Eventually consistent. */
  waiting(now: Date): Promise<WaitingReviews>;
}
