import type { ReviewEntry } from '../shared/review-entry.ts';

export interface Ledger {
  /** Stores the entry unless the application has one that was requested at the same time or later. */
  keepNewest(entry: ReviewEntry): Promise<'STORED' | 'KNOWN'>;
}
