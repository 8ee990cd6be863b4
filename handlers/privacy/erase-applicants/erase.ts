import { type CaseEntry, chained, parseSource } from '../../../case-file/entry.ts';
import { isOpenReview } from '../../../events/states.ts';
import type { Clock } from '../../shared/clock.ts';
import { TryAgainException } from '../../shared/errors.ts';
import { erasedRecord, erasedReview } from './erased-items.ts';
import { type ConfirmedErasure, entryAbout, erased, type StoredErasure, tombstoneOf } from './erasure.ts';
import type { Erasures, Stores } from './ports.ts';

export interface Ports {
  readonly erasures: Erasures;
  readonly stores: Stores;
  readonly now: Clock;
}

/** `waitsFor`: what must happen before the erasure can be finished; undefined if it is finished. */
export interface Progress {
  readonly erasure: StoredErasure;
  readonly waitsFor?: string;
}

/**
 * Erases an applicant's data from each store, in steps that may be repeated: after a crash the next call does what is left.
 * The entry about the end of the erasure is the last write.
 * @throws TryAgainException
 */
export async function erase(ports: Ports, erasure: ConfirmedErasure): Promise<Progress> {
  const { stores, now } = ports;
  const { applicationId } = erasure;
  const described = [await eraseRecord(ports, erasure), await eraseReview(ports, applicationId)];
  await stores.forgetSubmissions(applicationId);
  if (described.includes('OPEN')) return { erasure, waitsFor: 'The review of the application is still being closed.' };
  const last = await stores.files.last(applicationId);
  if (!described.every((item) => item === undefined || item === 'OPEN' || describes(last, item)))
    return { erasure, waitsFor: 'The case file does not have all changes of the application yet.' };
  for (const number of await stores.files.numbersWithPersonal(applicationId))
    await stores.files.removePersonal(applicationId, number);
  return { erasure: await advance(ports, erased(erasure, now())) };
}

/** An item, and its last version with applicant's data. */
interface Described {
  readonly table: string;
  readonly version: number;
}

async function eraseRecord({ stores, now }: Ports, erasure: ConfirmedErasure): Promise<Described | undefined> {
  const record = await stores.records.find(erasure.applicationId);
  if (record === undefined) return undefined;
  if (record.erasure !== undefined) return { table: 'applications', version: record.version - 1 };
  // First, because the erased record does not say which entries it had.
  await stores.forgetApplicant(record);
  await stores.records.replace(erasedRecord(record, tombstoneOf(erasure, now())));
  return { table: 'applications', version: record.version };
}

/** OPEN: a function still writes the decision into the entry. */
async function eraseReview({ stores, now }: Ports, applicationId: string): Promise<Described | 'OPEN' | undefined> {
  const entry = await stores.reviews.find(applicationId);
  if (entry === undefined) return undefined;
  if (isOpenReview(entry.state)) return 'OPEN';
  if (entry.erasedAt !== undefined) return { table: 'reviews', version: entry.version - 1 };
  await stores.reviews.replace(erasedReview(entry, now()));
  return { table: 'reviews', version: entry.version };
}

/**
 * True if the file has every entry about the item up to this version. Entries about one item are in the order of its
 * versions, so no later entry can contain applicant's data.
 */
function describes(last: CaseEntry | undefined, { table, version }: Described): boolean {
  const known = parseSource(`${table}#${last?.latest[table] ?? ''}`);
  if (known === undefined) return false;
  return known.version > version || (known.version === version && known.part === known.parts);
}

/** Each conflict means that another function added an entry. More than 20 in one file at once are rare. */
const MAX_CONFLICTS = 20;

/**
 * Stores the next step of an erasure with its entry in the case file. If another call has stored this step, returns the
 * erasure of that call.
 * @throws TryAgainException
 */
export async function advance({ erasures, stores }: Ports, next: StoredErasure): Promise<StoredErasure> {
  const { applicationId, version } = next;
  for (let conflicts = 0; conflicts <= MAX_CONFLICTS; conflicts += 1) {
    const last = await stores.files.last(applicationId);
    if (await erasures.advance(next, chained(applicationId, last, entryAbout(next)))) return next;
    const stored = await erasures.find(applicationId);
    if (stored !== undefined && stored.version >= version) return stored;
  }
  throw new TryAgainException('Other functions are writing this case file.');
}
