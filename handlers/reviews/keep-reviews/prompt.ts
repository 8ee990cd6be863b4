import type { Mail } from '../../shared/notification/mail.ts';
import type { Prompted, ReviewEntry } from '../../shared/reviews/entry.ts';

type Mark = Prompted['mark'];

/** A reminder or escalation that must be sent about a pending review. */
export interface Prompt {
  readonly kind: 'reminder' | 'escalation';
  readonly mark: Mark;
  /** Idempotency key. A new review of the same application has another due date and so another key. */
  readonly key: string;
}

export type Waiting = Pick<
  ReviewEntry,
  'applicationId' | 'dueAt' | 'reviewDeadline' | 'claim' | 'deciding' | 'reasons' | Mark
>;

/** The mail that must be sent about a pending review at `now`, or undefined. Each kind is sent once per due date. */
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
  reminder: 'A review is due soon and is not decided.',
  escalation: 'A review is overdue. A supervisor should assign or decide it.',
} as const;

/** The mail contains ids, times and user names, but no applicant's data. */
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
