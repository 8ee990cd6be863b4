import { batchesOf } from '../batches-of.ts';

/** A decision takes about five calls of AWS; ten at a time stay far below the limits of Step Functions. */
const AT_ONCE = 10;

/**
 * Milliseconds in which the items of a request are begun. The function has 29 seconds, so that items that are begun last
 * have nine.
 */
const BEGIN_WITHIN_MS = 20_000;

/** Milliseconds since this call. */
function stopwatch(): () => number {
  const startMs = performance.now();
  return () => performance.now() - startMs;
}

export interface Steps<Item, Result> {
  readonly perform: (item: Item) => Promise<Result>;
  /** The result for an item that is not begun, because the time is over. */
  readonly late: (item: Item) => Result;
  readonly elapsedMs?: () => number;
}

/** Performs a step for each item, ten at a time, as long as there is time. The results have the order of the items. */
export async function eachInTime<Item, Result>(
  items: readonly Item[],
  { perform, late, elapsedMs = stopwatch() }: Steps<Item, Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const batch of batchesOf(items, AT_ONCE)) {
    const isOver = elapsedMs() > BEGIN_WITHIN_MS;
    results.push(...(isOver ? batch.map(late) : await Promise.all(batch.map(perform))));
  }
  return results;
}

/** The answer for a review of a list that is not begun. */
export const notBegun = ({ applicationId }: { readonly applicationId: string }) => ({
  applicationId,
  result: 'TRY_AGAIN' as const,
  detail: 'The time for one request is over. Send the same request again.',
});
