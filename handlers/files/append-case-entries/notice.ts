import { type CaseEntry, lastSource, type Members, type NewEntry, NOTICES } from '../../../case-file/entry.ts';
import type { ItemWrite } from './change.ts';
import { objectIn, picked } from './description.ts';

/** The end of a run, read from the stream of the table of notifications: its mail was sent, or the run was a duplicate. */
export interface Notice {
  readonly applicationId: string;
  readonly at: string;
  readonly kind: 'MAIL_SENT' | 'RUN_IGNORED';
  readonly facts: Members;
}

/** Undefined for a write that does not say how a run ended. */
export function noticeIn({ table, current }: ItemWrite): Notice | undefined {
  if (table !== NOTICES) return undefined;
  const end = objectIn(current?.endOfRun);
  const at = current?.sentAt ?? current?.ignoredAt;
  if (end === undefined || typeof end.applicationId !== 'string' || typeof at !== 'string') return undefined;
  return {
    applicationId: end.applicationId,
    at,
    kind: current?.sentAt === undefined ? 'RUN_IGNORED' : 'MAIL_SENT',
    facts: picked(end, ['outcome', 'run', 'endedAt', 'redriveCount']),
  };
}

/** The entry about a notice in a file that ends with `last`. */
export function entryAbout({ at, kind, facts }: Notice, last: CaseEntry | undefined): NewEntry {
  const version = (lastSource(last, NOTICES)?.version ?? 0) + 1;
  return { at, kind, facts, source: { table: NOTICES, version, part: 1, parts: 1 } };
}

/** True for the entry about this notice. A run has one end at one time. */
export const isAbout = (entry: CaseEntry, { kind, facts }: Notice): boolean =>
  entry.kind === kind && entry.facts.run === facts.run && entry.facts.endedAt === facts.endedAt;
