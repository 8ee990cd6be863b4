import type { Clock } from '../../shared/clock.ts';
import { sendOnce } from '../../shared/notification/notify.ts';
import type { Notifications, Publish } from '../../shared/notification/ports.ts';
import type { Prompted } from '../../shared/reviews/entry.ts';
import { composePrompt, promptFor, type Waiting } from './decide.ts';

interface DueReviews {
  /** Reads the open reviews that are due at or before `until` page by page: state by state, earliest due date first. */
  openPagesDueBy(until: Date): AsyncIterable<readonly Waiting[]>;
  /** Stores that the mail was sent. Returns false if the review has ended or has another due date. */
  markPrompted(prompted: Prompted): Promise<boolean>;
}

export interface Ports {
  readonly reviews: DueReviews;
  readonly notifications: Notifications;
  readonly publish: Publish;
  readonly now: Clock;
  /** Called for each review whose mail could not be sent. */
  readonly onFailure: (applicationId: string, error: unknown) => void;
}

export interface Summary {
  readonly reminded: number;
  readonly escalated: number;
  readonly failed: number;
}

/** Sends one reminder before the due date and one escalation after it. A failure does not stop the other reviews. */
export async function remindReviews(ports: Ports, remindBeforeSeconds: number): Promise<Summary> {
  const now = ports.now();
  const results: (keyof Summary | 'nothing')[] = [];
  for await (const page of ports.reviews.openPagesDueBy(new Date(now.getTime() + remindBeforeSeconds * 1000))) {
    for (const review of page) results.push(await remind(ports, review, remindBeforeSeconds));
  }
  const count = (result: keyof Summary) => results.filter((item) => item === result).length;
  return { reminded: count('reminded'), escalated: count('escalated'), failed: count('failed') };
}

async function remind(ports: Ports, review: Waiting, remindBeforeSeconds: number): Promise<keyof Summary | 'nothing'> {
  const prompt = promptFor(review, ports.now(), remindBeforeSeconds);
  if (prompt === undefined) return 'nothing';
  const { applicationId, dueAt } = review;
  try {
    await sendOnce(ports, prompt.key, () => ports.publish(composePrompt(review, prompt), prompt.kind));
    await ports.reviews.markPrompted({ applicationId, dueAt, mark: prompt.mark, now: ports.now() });
    return prompt.kind === 'reminder' ? 'reminded' : 'escalated';
  } catch (error) {
    ports.onFailure(applicationId, error);
    return 'failed';
  }
}
