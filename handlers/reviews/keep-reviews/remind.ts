import type { Clock } from '../../shared/clock.ts';
import { sendOnce } from '../../shared/notification/notify.ts';
import type { Notifications, Publish } from '../../shared/notification/ports.ts';
import type { Prompted } from '../../shared/reviews/entry.ts';
import { composePrompt, type Prompt, promptFor, type Waiting } from './prompt.ts';

export interface RemindPorts {
  readonly ledger: {
    /** Stores that the mail was sent. Returns false if the review has ended or has another due date. */
    markPrompted(prompted: Prompted): Promise<boolean>;
  };
  readonly notifications: Notifications;
  readonly publish: Publish;
  readonly now: Clock;
  /** Seconds before the due date at which a reminder is sent. */
  readonly remindBeforeSeconds: number;
}

/** Sends the mail that is due about an open review, once. Resolves with its kind; undefined if none is due. */
export async function remind(ports: RemindPorts, review: Waiting): Promise<Prompt['kind'] | undefined> {
  const prompt = promptFor(review, ports.now(), ports.remindBeforeSeconds);
  if (prompt === undefined) return undefined;
  const { applicationId, dueAt } = review;
  await sendOnce(ports, prompt.key, () => ports.publish(composePrompt(review, prompt), prompt.kind));
  await ports.ledger.markPrompted({ applicationId, dueAt, mark: prompt.mark, now: ports.now() });
  return prompt.kind;
}
