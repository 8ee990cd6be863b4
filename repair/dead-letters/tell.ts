import { type Repairer, tellCaseFile } from '../tell-case-file.ts';
import { aboutDeadLetter } from './about.ts';
import type { TellCaseFile } from './send-back.ts';

/** What a person does with the dead letters of which queue. */
interface Handling {
  readonly kind: 'DEAD_LETTER_REDRIVEN' | 'DEAD_LETTER_DELETED';
  readonly queue: string;
}

/** Returns the function that adds an entry to the case file of a dead letter's application, if it names one. */
export function deadLetterTeller(repairer: Repairer, { kind, queue }: Handling): TellCaseFile {
  return async (deadLetter) => {
    const { applicationId, what } = aboutDeadLetter(deadLetter);
    if (applicationId === undefined) return;
    await tellCaseFile(repairer, { applicationId, kind, facts: { what, queue, messageId: deadLetter.id } });
  };
}
