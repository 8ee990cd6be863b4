import type { Clock } from '../clock.ts';
import { TryAgainException } from '../errors.ts';
import { claimedUntil } from './decide.ts';
import { applicationIdIn, type Ending, foundDuplicate } from './ending.ts';
import { type Notified, planMail } from './plan.ts';
import type { FindApplication, Notifications, Publish } from './ports.ts';

export interface Ports {
  readonly findApplication: FindApplication;
  readonly notifications: Notifications;
  readonly publish: Publish;
  readonly now: Clock;
}

/**
 * Mails the outcome of a run to the subscribers. An outcome is mailed again only if an invocation fails between
 * publishing and storing `sentAt`.
 * @throws TryAgainException while another invocation is sending the same notification, because that invocation may fail
 */
export async function notify(ports: Ports, ending: Ending): Promise<Notified> {
  const applicationId = applicationIdIn(ending.input);
  if (foundDuplicate(ending)) return { applicationId, isSentNow: false };
  const record = applicationId === undefined ? undefined : await ports.findApplication(applicationId);
  const planned = planMail(ending, record);
  if (planned === undefined) return { applicationId, isSentNow: false };
  const { outcome, key, mail } = planned;
  return { applicationId, outcome, isSentNow: await sendOnce(ports, key, () => ports.publish(mail, 'outcome')) };
}

/**
 * Calls `send` unless an earlier call with this key has succeeded. Returns false if it did not call `send`.
 * @throws TryAgainException while another invocation has the lease on this key
 */
export async function sendOnce(
  ports: Pick<Ports, 'notifications' | 'now'>,
  key: string,
  send: () => Promise<void>,
): Promise<boolean> {
  const now = ports.now();
  const claim = await ports.notifications.claim(key, now, claimedUntil(now));
  if (claim === 'SENT') return false;
  if (claim === 'TAKEN') throw new TryAgainException('Another invocation is sending this notification.');
  await send();
  await ports.notifications.markSent(key, ports.now());
  return true;
}
