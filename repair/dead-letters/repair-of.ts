import type { Repair } from '../tell-case-file.ts';
import { aboutDeadLetter } from './about.ts';
import type { DeadLetter } from './dead-letter.ts';

/** Who did what with dead letters of which queue, and when. */
export interface Handling extends Pick<Repair, 'who' | 'at'> {
  readonly kind: 'DEAD_LETTER_REDRIVEN' | 'DEAD_LETTER_DELETED';
  readonly queue: string;
}

/** What the case file says about a handled dead letter. Undefined if it names no application. */
export function repairOf(deadLetter: DeadLetter, { queue, ...handling }: Handling): Repair | undefined {
  const { applicationId, what } = aboutDeadLetter(deadLetter);
  if (applicationId === undefined) return undefined;
  return { applicationId, ...handling, facts: { what, queue, messageId: deadLetter.id } };
}
