import { type CaseEntry, lastSource, type Members, type NewEntry, NOTICES } from '../../../case-file/entry.ts';
import type { Repair } from '../../../repair/tell-case-file.ts';
import type { ItemWrite } from './change.ts';
import { objectIn, picked } from './description.ts';

/**
 * Something about an application that is no change of its items: the mail about the end of a run was sent, a run was a
 * duplicate, or a person repaired something.
 */
export interface Notice {
  readonly applicationId: string;
  readonly at: string;
  readonly kind: 'MAIL_SENT' | 'RUN_IGNORED' | Repair['kind'];
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

/** What a person repaired, as the person's tool tells. */
export const noticeOf = ({ applicationId, at, kind, who, facts }: Repair): Notice => ({
  applicationId,
  at,
  kind,
  facts: { ...facts, who },
});

/** The entry about a notice in a file that ends with `last`. */
export function entryAbout({ at, kind, facts }: Notice, last: CaseEntry | undefined): NewEntry {
  const version = (lastSource(last, NOTICES)?.version ?? 0) + 1;
  return { at, kind, facts, source: { table: NOTICES, version, part: 1, parts: 1 } };
}

/** Names of the facts that tell notices of one kind apart. A run ends, is stopped and is redriven once per redrive. */
const IDENTITY = ['run', 'endedAt', 'redriveCount', 'messageId'];

/** True for the entry about this notice. */
export const isAbout = (entry: CaseEntry, { kind, facts }: Notice): boolean =>
  entry.kind === kind && IDENTITY.every((name) => entry.facts[name] === facts[name]);
