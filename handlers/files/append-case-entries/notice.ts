import { type CaseEntry, lastSource, type Members, type NewEntry, NOTICES } from '../../../case-file/entry.ts';
import type { ItemWrite } from './change.ts';
import { objectIn, picked } from './description.ts';

/**
 * What the table of notifications says about an application, read from its stream: the mail about the end of a run was sent,
 * a run was a duplicate, or a person redrove or deleted a dead letter.
 */
export interface Notice {
  readonly applicationId: string;
  readonly at: string;
  readonly kind: 'MAIL_SENT' | 'RUN_IGNORED' | 'DEAD_LETTER_REDRIVEN' | 'DEAD_LETTER_DELETED';
  readonly facts: Members;
}

/** Undefined for a write that says nothing about an application. */
export function noticeIn({ table, current }: ItemWrite): Notice | undefined {
  if (table !== NOTICES) return undefined;
  return endIn(current) ?? deadLetterIn(current);
}

function endIn(current: Members | undefined): Notice | undefined {
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

function deadLetterIn(current: Members | undefined): Notice | undefined {
  const handled = objectIn(current?.deadLetter);
  const { applicationId, at, action } = handled ?? {};
  if (handled === undefined || typeof applicationId !== 'string' || typeof at !== 'string') return undefined;
  return {
    applicationId,
    at,
    kind: action === 'DELETED' ? 'DEAD_LETTER_DELETED' : 'DEAD_LETTER_REDRIVEN',
    facts: picked(handled, ['what', 'queue', 'messageId', 'who']),
  };
}

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
