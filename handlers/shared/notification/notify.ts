import type { Clock } from '../clock.ts';
import { TryAgainException } from '../errors.ts';
import { claimedUntil, notificationKey, type RunOutcome, runOutcomeOf } from './decide.ts';
import { applicationIdIn, type Ending, foundDuplicate } from './ending.ts';
import { composeMail } from './mail.ts';
import type { FindApplication, Notifications, Publish } from './ports.ts';

export interface Ports {
  readonly findApplication: FindApplication;
  readonly notifications: Notifications;
  readonly publish: Publish;
  readonly now: Clock;
}

export interface Notified {
  readonly applicationId: string | undefined;
  /** Missing when there was nothing to tell. */
  readonly outcome?: RunOutcome;
  readonly isSentNow: boolean;
}

/**
 * Tells the subscribers how a run ended: once per outcome, and once more only if it breaks off between publishing
 * and noting that.
 * @throws TryAgainException while another invocation is at the same outcome: that one may break off.
 */
export async function notify(ports: Ports, ending: Ending): Promise<Notified> {
  const applicationId = applicationIdIn(ending.input);
  if (foundDuplicate(ending)) return { applicationId, isSentNow: false };
  const record = applicationId === undefined ? undefined : await ports.findApplication(applicationId);
  const outcome = runOutcomeOf(ending, record);
  if (outcome === undefined) return { applicationId, isSentNow: false };
  const mail = composeMail(outcome, ending, { applicationId, record });
  const isSentNow = await sendOnce(ports, notificationKey(ending, outcome), () => ports.publish(mail, 'outcome'));
  return { applicationId, outcome, isSentNow };
}

/**
 * Sends what has not been sent under this key; false when it has been.
 * @throws TryAgainException while another invocation is at it
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
