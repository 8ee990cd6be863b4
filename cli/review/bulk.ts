import { randomUUID } from 'node:crypto';
import { MAX_BULK_ITEMS } from '../../api/limits.ts';
import { mayDecideNext } from '../../api/may-decide.ts';
import { ApiProblem } from '../../api/problem.ts';
import { BULK_RESULTS } from '../../api/reason-codes.ts';
import type { BulkDecision, BulkDecisionItem, BulkResult, Me, Review } from '../../api/types.generated.ts';
import type { Desk } from '../desk.ts';
import { CommandFailure, EXIT } from '../failures.ts';

/** The decision on every review of a list. */
export type ListDecision = Omit<BulkDecision, 'items' | 'count'>;

/** A review of the list: as the API shows it, or missing. */
export interface Listed {
  readonly applicationId: string;
  readonly review: Review | undefined;
}

/**
 * The application ids in a text: one per line; empty lines and lines that start with # are skipped.
 * @throws CommandFailure for a text without ids
 */
export function idsIn(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const ids = [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))];
  if (ids.length > 0) return ids;
  throw new CommandFailure(EXIT.usage, 'The list has no application id; it must have one in each line.');
}

const CONCURRENT_READS = 10;

/** Reads the current version of each review of the list, in its order. */
export async function readListed({ api }: Desk, ids: readonly string[]): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for (let start = 0; start < ids.length; start += CONCURRENT_READS) {
    const batch = ids.slice(start, start + CONCURRENT_READS);
    listed.push(...(await Promise.all(batch.map(async (id) => ({ applicationId: id, review: await found(api, id) })))));
  }
  return listed;
}

async function found(api: Desk['api'], applicationId: string): Promise<Review | undefined> {
  try {
    return await api.call('GET /reviews/{applicationId}', { path: { applicationId } });
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return undefined;
    throw error;
  }
}

/** Decides the reviews in requests of at most 200, each with its own key, so that a request can be repeated safely. */
export async function decideListed(
  { api }: Desk,
  reviews: readonly Review[],
  decision: ListDecision,
  onAnswers: (answers: readonly BulkDecisionItem[]) => void,
): Promise<readonly BulkDecisionItem[]> {
  const answers: BulkDecisionItem[] = [];
  for (let start = 0; start < reviews.length; start += MAX_BULK_ITEMS) {
    const items = reviews
      .slice(start, start + MAX_BULK_ITEMS)
      .map(({ applicationId, version }) => ({ applicationId, version }));
    const request = {
      headers: { 'Idempotency-Key': randomUUID() },
      body: { items, count: items.length, ...decision },
    };
    const answer = await api.call('POST /reviews/bulk-decisions', request);
    onAnswers(answer.items);
    answers.push(...answer.items);
  }
  return answers;
}

/** Each result that occurs, with its number of reviews; recorded decisions come first. */
export function countByResult(answers: readonly BulkDecisionItem[]): readonly (readonly [BulkResult, number])[] {
  const counts = BULK_RESULTS.map((name) => [name, answers.filter(({ result }) => result === name).length] as const);
  return counts.filter(([, count]) => count > 0);
}

/** True if this user could decide the review now, as far as the review says. */
export function canDecide({ review }: Listed, me: Me): boolean {
  if (review === undefined || !mayDecideNext(review, me)) return false;
  return review.claim === undefined || review.claim.reviewer === me.username;
}
