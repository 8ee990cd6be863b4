import { type CaseEntry, chained, type Members } from '../../../../../case-file/entry.ts';
import { reviewRow } from '../../../../../handlers/files/append-case-entries/rows-in-file.ts';
import type { MeasureRow } from '../../../../../handlers/shared/measures/row.ts';

/** What happened in a review, as a person would write it down. Times are milliseconds since 1970. */
export interface Story {
  readonly requestedMs: number;
  readonly dueMs: number;
  readonly reason: 'NAME' | 'ADDRESS';
  readonly claimedMs: number | undefined;
  readonly decisions: readonly { readonly who: string; readonly verdict: 'APPROVE' | 'REJECT'; readonly ms: number }[];
  readonly end: 'REVIEW_APPROVED' | 'REVIEW_REJECTED' | 'REVIEW_EXPIRED';
  readonly endedMs: number;
}

export const START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
const PEOPLE = ['ann', 'bob', 'eve'];

type Random = () => number;

const oneOf = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('The list is empty.');
  return item;
};

export function randomStory(random: Random): Story {
  const requestedMs = START_MS + Math.floor(random() * 20 * 24 * HOUR_MS);
  let ms = requestedMs;
  const later = () => {
    ms += Math.floor(random() * 30 * HOUR_MS);
    return ms;
  };
  const claimedMs = random() < 0.7 ? later() : undefined;
  const verdict = () => oneOf(random, ['APPROVE', 'REJECT'] as const);
  const [first = '', second = '', third = ''] = random() < 0.5 ? PEOPLE : PEOPLE.toReversed();
  const kind = random();
  const decisions: Story['decisions'][number][] = [];
  if (kind > 0.15) decisions.push({ who: first, verdict: verdict(), ms: later() });
  if (kind > 0.6) decisions.push({ who: second, verdict: verdict(), ms: later() });
  if (decisions.length === 2 && decisions[0]?.verdict !== decisions[1]?.verdict)
    decisions.push({ who: third, verdict: verdict(), ms: later() });
  const last = decisions.at(-1);
  const hasExpired = last === undefined || (decisions.length === 1 && random() < 0.1);
  const decided = last?.verdict === 'APPROVE' ? 'REVIEW_APPROVED' : 'REVIEW_REJECTED';
  return {
    requestedMs,
    dueMs: requestedMs + 48 * HOUR_MS,
    reason: oneOf(random, ['NAME', 'ADDRESS'] as const),
    claimedMs,
    decisions,
    end: hasExpired ? 'REVIEW_EXPIRED' : decided,
    endedMs: later(),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** The case file of a story, with entries of the record between those of the review. */
function fileOf(applicationId: string, story: Story): readonly CaseEntry[] {
  const file: CaseEntry[] = [];
  const versions = new Map<string, number>();
  const add = (table: string, ms: number, kind: string, facts: Members): void => {
    const version = (versions.get(table) ?? 0) + 1;
    versions.set(table, version);
    const source = { table, version, part: 1, parts: 1 };
    file.push(chained(applicationId, file.at(-1), { at: iso(ms), kind, source, facts }));
  };
  const { requestedMs, dueMs, reason, claimedMs, decisions, end, endedMs } = story;
  add('applications', requestedMs, 'SUBMITTED', { state: 'SUBMITTED' });
  add('reviews', requestedMs, 'REVIEW_OPENED', { reasons: [reason], requestedAt: iso(requestedMs), dueAt: iso(dueMs) });
  if (claimedMs !== undefined) add('reviews', claimedMs, 'REVIEW_CLAIMED', { who: decisions[0]?.who ?? 'ann' });
  add('applications', requestedMs, 'ITEM_CHANGED', { table: 'applications', attributes: ['name'] });
  for (const { who, verdict, ms } of decisions)
    add('reviews', ms, 'DECISION_NOTED', { decision: verdict, reviewer: who, at: iso(ms) });
  const last = decisions.at(-1);
  const decision: Members =
    end === 'REVIEW_EXPIRED' || last === undefined
      ? {}
      : { decision: last.verdict, reviewer: last.who, at: iso(endedMs) };
  add('reviews', endedMs, 'REVIEW_CLOSED', { state: end, ...decision });
  return file;
}

/** The row that the case file of a story gives. */
export function rowOf(story: Story, index: number): MeasureRow {
  const file = fileOf(`a-${index}`, story);
  const version = file.filter(({ source }) => source.startsWith('reviews#')).length;
  const row = reviewRow(file, version);
  if (row === undefined) throw new Error(`The file a-${index} has no ended review.`);
  return row;
}
