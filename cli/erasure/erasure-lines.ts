import type { Erasure } from '../../api/types.generated.ts';

/** How far an erasure is, what to do next, and which copies remain until when. */
export function erasureLines(erasure: Erasure): readonly string[] {
  const { remaining, state } = erasure;
  const copies = remaining.map(({ says }) => `  ${says}`);
  if (copies.length > 0) return [stateLine(erasure), 'These copies end by their own retention:', ...copies];
  return state === 'ERASED' ? [stateLine(erasure), 'No other copy remains.'] : [stateLine(erasure)];
}

function stateLine(erasure: Erasure): string {
  const { applicationId: id, state, reason, requestedBy, requestedAt, confirmedBy, erasedAt, waitsFor } = erasure;
  switch (state) {
    case 'REQUESTED':
      return `${id}: erasure requested by ${requestedBy} on ${requestedAt} (${reason}). Another person must confirm it: apps erase ${id} --confirm`;
    case 'CONFIRMED':
      return `${id}: erasure confirmed by ${confirmedBy}, not finished yet. ${waitsFor ?? 'It is being erased.'} It is tried again every hour, and by: apps erase ${id} --confirm`;
    case 'ERASED':
      return `${id}: erased on ${erasedAt}, requested by ${requestedBy}, confirmed by ${confirmedBy} (${reason}).`;
  }
}
