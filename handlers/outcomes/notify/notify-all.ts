import { applicationIdIn } from '../../../events/application-id.ts';
import type { Clock } from '../../shared/clock.ts';
import { TryAgainException } from '../../shared/errors.ts';
import { claimedUntil, endingKey } from '../../shared/notification/decide.ts';
import { type EndOfRun, endOfDuplicate } from '../../shared/notification/end-of-run.ts';
import { type Ending, foundDuplicate } from '../../shared/notification/ending.ts';
import { type Notified, type PlannedMail, planMail } from '../../shared/notification/plan.ts';
import type { FindApplications, NotificationBatches, PublishAll } from './ports.ts';

export interface Ports {
  readonly findApplications: FindApplications;
  readonly notifications: NotificationBatches;
  readonly publishAll: PublishAll;
  readonly now: Clock;
}

/**
 * Mails the outcomes of several runs to the subscribers. Each step is one call for all runs. The results have the order
 * of `endings`, and a failed result does not affect the others. An outcome is mailed again only if an invocation ends
 * between publishing and storing `sentAt`.
 */
export async function notifyAll(
  ports: Ports,
  endings: readonly Ending[],
): Promise<readonly PromiseSettledResult<Notified>[]> {
  const records = await ports.findApplications(endings.flatMap((ending) => idToRead(ending) ?? []));
  const duplicates = addDuplicates(ports, endings);
  const planned = await Promise.allSettled(endings.map((ending) => planFor(ending, records, duplicates)));
  const plans = planned.flatMap((plan) =>
    plan.status === 'fulfilled' && plan.value !== undefined ? [plan.value] : [],
  );
  const sent = await sendAllOnce(ports, new Map(plans.map((plan) => [plan.key, plan])));
  return Promise.allSettled(endings.map(async (ending, index) => notifiedOf(ending, planned[index], sent)));
}

/** Undefined if the run has found that it is a duplicate, because a duplicate needs no notification. */
function idToRead(ending: Ending): string | undefined {
  return isDuplicate(ending) ? undefined : applicationIdIn(ending.input);
}

/** False if the output is not JSON. `planFor` then throws the error, so that only this run fails. */
function isDuplicate(ending: Ending): boolean {
  try {
    return foundDuplicate(ending);
  } catch {
    return false;
  }
}

/** Stores the ends of the runs that were duplicates. */
async function addDuplicates({ notifications, now }: Ports, endings: readonly Ending[]): Promise<void> {
  const ends = new Map<string, EndOfRun>();
  for (const ending of endings.filter(isDuplicate)) {
    const end = endOfDuplicate(ending);
    if (end !== undefined) ends.set(endingKey(ending), end);
  }
  if (ends.size > 0) await notifications.addDuplicates(ends, now());
}

type Records = Awaited<ReturnType<FindApplications>>;

/** @throws TryAgainException if the record could not be read, and the error of `duplicates` for a duplicate */
async function planFor(ending: Ending, records: Records, duplicates: Promise<void>): Promise<PlannedMail | undefined> {
  if (foundDuplicate(ending)) {
    await duplicates;
    return undefined;
  }
  const id = applicationIdIn(ending.input);
  if (id === undefined) return planMail(ending, undefined);
  if (!records.has(id)) throw new TryAgainException('Reading the application did not work this time.');
  return planMail(ending, records.get(id));
}

/** Result of sending each mail, by idempotency key. A key is missing if its mail was sent before. */
type Sent = ReadonlyMap<string, PromiseSettledResult<void>>;

/** Sends each mail once. Runs of the batch with the same key share one mail and its result. */
async function sendAllOnce(ports: Ports, plans: ReadonlyMap<string, PlannedMail>): Promise<Sent> {
  const keys = [...plans.keys()];
  const now = ports.now();
  const claims = keys.length === 0 ? [] : await ports.notifications.claimAll(keys, now, claimedUntil(now));
  const claimed = [...plans.values()].filter((_, index) => claims[index] === 'CLAIMED');
  const published = claimed.length === 0 ? [] : await ports.publishAll(claimed.map(({ mail }) => mail));
  const sent = new Map(claimed.map(({ key }, index) => [key, published[index] ?? rejected(NOT_PUBLISHED)]));
  await markSent(ports, plans, sent);
  for (const [index, key] of keys.entries()) if (claims[index] === 'TAKEN') sent.set(key, rejected(TAKEN));
  return sent;
}

const NOT_PUBLISHED = 'Publishing the notification has no result.';
const TAKEN = 'Another invocation is sending this notification.';

const rejected = (message: string): PromiseRejectedResult => ({
  status: 'rejected',
  reason: new TryAgainException(message),
});

/** If this write fails, the mails count as failed and are sent again after the lease on their notification ends. */
async function markSent(
  { notifications, now }: Ports,
  plans: ReadonlyMap<string, PlannedMail>,
  sent: Map<string, PromiseSettledResult<void>>,
): Promise<void> {
  const keys = [...sent].filter(([, { status }]) => status === 'fulfilled').map(([key]) => key);
  if (keys.length === 0) return;
  try {
    await notifications.markAllSent(new Map(keys.map((key) => [key, plans.get(key)?.end])), now());
  } catch (reason) {
    for (const key of keys) sent.set(key, { status: 'rejected', reason });
  }
}

function notifiedOf(
  ending: Ending,
  planned: PromiseSettledResult<PlannedMail | undefined> | undefined,
  sent: Sent,
): Notified {
  if (planned?.status === 'rejected') throw planned.reason;
  const applicationId = applicationIdIn(ending.input);
  if (planned?.value === undefined) return { applicationId, isSentNow: false };
  const { outcome, key } = planned.value;
  const result = sent.get(key);
  if (result?.status === 'rejected') throw result.reason;
  return { applicationId, outcome, isSentNow: result !== undefined };
}
