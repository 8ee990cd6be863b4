import type { TimelineItem } from '../../../api/types.generated.ts';

const UNSUCCESSFUL = ['ABORTED', 'FAILED', 'TIMED_OUT'] as const;
export type UnsuccessfulEnd = (typeof UNSUCCESSFUL)[number];

/**
 * The status of the latest run if it ended without success, so that nobody can decide its review. The timeline has an
 * item "Run <status>" for the end of the latest run only.
 */
export const unsuccessfulEndOf = (
  timeline: readonly Pick<TimelineItem, 'kind' | 'what'>[],
): UnsuccessfulEnd | undefined =>
  UNSUCCESSFUL.find((status) => timeline.some(({ kind, what }) => kind === 'run' && what === `Run ${status}`));
