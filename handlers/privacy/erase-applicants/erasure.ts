import type { Erasure, WantedErasure } from '../../../api/types.generated.ts';
import type { Members, NewEntry } from '../../../case-file/entry.ts';
import { ERASED, ERASURE_CONFIRMED, ERASURE_REQUESTED } from '../../../case-file/entry.ts';
import type { Tombstone } from '../../shared/application-record.ts';

/** An item of the table of erasures. `version` is 1 at first; each step adds 1 and has an entry in the case file. */
export interface StoredErasure extends Omit<Erasure, 'remaining' | 'waitsFor'> {
  readonly version: number;
}

/** An erasure whose second person has confirmed it. */
export interface ConfirmedErasure extends StoredErasure {
  readonly confirmedBy: string;
  readonly confirmedAt: string;
}

export interface RequestCommand extends WantedErasure {
  readonly applicationId: string;
  readonly by: string;
}

export function requested({ applicationId, by, reason, reference }: RequestCommand, now: Date): StoredErasure {
  return {
    applicationId,
    state: 'REQUESTED',
    reason,
    ...(reference === undefined ? {} : { reference }),
    requestedBy: by,
    requestedAt: now.toISOString(),
    version: 1,
  };
}

export function confirmed(erasure: StoredErasure, by: string, now: Date): ConfirmedErasure {
  const confirmation = { confirmedBy: by, confirmedAt: now.toISOString() };
  return { ...erasure, ...confirmation, state: 'CONFIRMED', version: erasure.version + 1 };
}

export function erased(erasure: ConfirmedErasure, now: Date): ConfirmedErasure {
  return { ...erasure, state: 'ERASED', erasedAt: now.toISOString(), version: erasure.version + 1 };
}

export function isConfirmed(erasure: StoredErasure): erasure is ConfirmedErasure {
  return erasure.confirmedBy !== undefined && erasure.confirmedAt !== undefined;
}

/** The mark on the record. `erasedAt` is the time at which the record lost its data. */
export function tombstoneOf(erasure: ConfirmedErasure, now: Date): Tombstone {
  const { reason, reference, requestedBy, requestedAt, confirmedBy, confirmedAt } = erasure;
  return {
    reason,
    ...(reference === undefined ? {} : { reference }),
    requestedBy,
    requestedAt,
    confirmedBy,
    confirmedAt,
    erasedAt: now.toISOString(),
  };
}

const KINDS = { REQUESTED: ERASURE_REQUESTED, CONFIRMED: ERASURE_CONFIRMED, ERASED } as const;

/** What the case file says about the step that led to this state. It has no personal data. */
export function entryAbout(erasure: StoredErasure): NewEntry {
  const { state, version, reason, reference, requestedBy, requestedAt, confirmedBy, confirmedAt, erasedAt } = erasure;
  const facts: Members = {
    reason,
    ...(reference === undefined ? {} : { reference }),
    requestedBy,
    ...(confirmedBy === undefined ? {} : { confirmedBy }),
  };
  const source = { table: 'erasures', version, part: 1, parts: 1 };
  return { at: erasedAt ?? confirmedAt ?? requestedAt, kind: KINDS[state], source, facts };
}
