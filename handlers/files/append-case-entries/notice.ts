import { type CaseEntry, lastSource, type Members, type NewEntry, NOTICES } from '../../../case-file/entry.ts';
import type { DeadLetterNotice } from '../../../dead-letters/notice.ts';
import type { ItemWrite } from './change.ts';
import { objectIn, picked } from './description.ts';

/**
 * Something about an application that is no change of its items: the mail about the end of a run was sent, a run was a
 * duplicate, or a person redrove or deleted a dead letter.
 */
export interface Notice {
  readonly applicationId: string;
  readonly at: string;
  readonly kind: 'MAIL_SENT' | 'RUN_IGNORED' | 'DEAD_LETTER_REDRIVEN' | 'DEAD_LETTER_DELETED';
  readonly facts: Members;
}

/** The end of a run, read from the stream of the table of notifications. Undefined for other writes. */
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

/** What a person did with a dead letter, as the function that redrives it tells. */
export const deadLetterNotice = ({ applicationId, at, action, ...rest }: DeadLetterNotice): Notice => ({
  applicationId,
  at,
  kind: `DEAD_LETTER_${action}`,
  facts: picked(rest, ['what', 'queue', 'messageId', 'who']),
});

/** The entry about a notice in a file that ends with `last`. */
export function entryAbout({ at, kind, facts }: Notice, last: CaseEntry | undefined): NewEntry {
  const version = (lastSource(last, NOTICES)?.version ?? 0) + 1;
  return { at, kind, facts, source: { table: NOTICES, version, part: 1, parts: 1 } };
}

/** Names of the facts that tell notices of one kind apart: a run has one end at one time, a dead letter has an id. */
const IDENTITY = ['run', 'endedAt', 'messageId'];

/** True for the entry about this notice. */
export const isAbout = (entry: CaseEntry, { kind, facts }: Notice): boolean =>
  entry.kind === kind && IDENTITY.every((name) => entry.facts[name] === facts[name]);
