import type { Mail } from '../../shared/notification/mail.ts';
import type { Prompted, ReviewEntry } from '../../shared/reviews/entry.ts';

type Mark = Prompted['mark'];

export interface Prompt {
  readonly kind: 'reminder' | 'escalation';
  readonly mark: Mark;
  /** The same however often it is told, and another one when the application is reviewed anew. */
  readonly key: string;
}

export type Waiting = Pick<
  ReviewEntry,
  'applicationId' | 'dueAt' | 'reviewDeadline' | 'claim' | 'deciding' | 'reasons' | Mark
>;

/** What is to be told about a pending review at `now`: that it will be due soon, that it is overdue, or nothing. */
export function promptFor(review: Waiting, now: Date, remindBeforeSeconds: number): Prompt | undefined {
  const secondsLeft = (Date.parse(review.dueAt) - now.getTime()) / 1000;
  if (review.deciding !== undefined || secondsLeft > remindBeforeSeconds) return undefined;
  const { applicationId, dueAt, remindedAt, escalatedAt } = review;
  if (secondsLeft <= 0) {
    if (escalatedAt !== undefined) return undefined;
    return { kind: 'escalation', mark: 'escalatedAt', key: `ESCALATION#${applicationId}#${dueAt}` };
  }
  if (remindedAt !== undefined) return undefined;
  return { kind: 'reminder', mark: 'remindedAt', key: `REMINDER#${applicationId}#${dueAt}` };
}

const SUBJECT = { reminder: 'review due soon', escalation: 'REVIEW OVERDUE' } as const;
const WHAT = {
  reminder: 'A review will be due soon, and nobody has decided it.',
  escalation: 'A review is overdue. A supervisor should assign it, or decide it.',
} as const;

/** It holds ids, times and user names, nothing an applicant has written. */
export function composePrompt(review: Waiting, { kind }: Prompt): Mail {
  const { applicationId, reasons, dueAt, reviewDeadline, claim } = review;
  const lines = [
    ['What', WHAT[kind]],
    ['Why', `Flagged: ${reasons.join(', ')}.`],
    ['Due', dueAt],
    ['Expires', reviewDeadline],
    ['Held by', claim === undefined ? 'nobody' : `${claim.reviewer}, until ${claim.until}`],
    ['Application', applicationId],
  ].map(([label, text]) => `${`${label}:`.padEnd(13)}${text}`);
  return { subject: `${applicationId}: ${SUBJECT[kind]}`, text: [...lines, ''].join('\n') };
}
