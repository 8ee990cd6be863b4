import { applicationIdIn } from '../../../events/application-id.ts';
import type { Clock } from '../clock.ts';
import { TryAgainException } from '../errors.ts';
import { claimedUntil, endingKey } from './decide.ts';
import { type EndOfRun, endOfDuplicate } from './end-of-run.ts';
import { type Ending, foundDuplicate } from './ending.ts';
import { type Notified, planMail } from './plan.ts';
import type { EndsOfRuns, FindApplication, Notifications, Publish } from './ports.ts';

export interface Ports {
  readonly findApplication: FindApplication;
  readonly notifications: EndsOfRuns;
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
  if (foundDuplicate(ending)) {
    const end = endOfDuplicate(ending);
    if (end !== undefined) await ports.notifications.addDuplicate(endingKey(ending), ports.now(), end);
    return { applicationId, isSentNow: false };
  }
  const record = applicationId === undefined ? undefined : await ports.findApplication(applicationId);
  const planned = planMail(ending, record);
  if (planned === undefined) return { applicationId, isSentNow: false };
  const { outcome, key, mail, end } = planned;
  return { applicationId, outcome, isSentNow: await sendOnce(ports, key, () => ports.publish(mail, 'outcome'), end) };
}

/**
 * Calls `send` unless an earlier call with this key has succeeded. Returns false if it did not call `send`. `end`: see
 * `markSent`.
 * @throws TryAgainException while another invocation has the lease on this key
 */
export async function sendOnce(
  ports: { readonly notifications: Notifications; readonly now: Clock },
  key: string,
  send: () => Promise<void>,
  end?: EndOfRun,
): Promise<boolean> {
  const now = ports.now();
  const claim = await ports.notifications.claim(key, now, claimedUntil(now));
  if (claim === 'SENT') return false;
  if (claim === 'TAKEN') throw new TryAgainException('Another invocation is sending this notification.');
  await send();
  await ports.notifications.markSent(key, ports.now(), end);
  return true;
}
