import type { ReviewReason, ReviewSort, SortOrder } from '../../../api/types.generated.ts';

/** Filter and order of a list of reviews that have ended. `q`: the beginning of the application's id. */
export interface DoneQuestion {
  readonly sort: ReviewSort;
  readonly order: SortOrder;
  readonly reason?: ReviewReason | undefined;
  readonly q?: string | undefined;
}
