import { MAX_COMMENT_LENGTH } from '../../../api/limits.ts';
import { REASON_CODES, VERDICTS } from '../../../api/reason-codes.ts';
import type { ReasonCode, Verdict } from '../../../api/types.generated.ts';
import { refuse } from '../http/problem.ts';

/** A reviewer's decision, as requested through the API. */
export interface DecisionCommand {
  readonly applicationId: string;
  readonly reviewer: string;
  readonly isSupervisor: boolean;
  readonly decision: Verdict;
  readonly reasonCode?: ReasonCode;
  readonly comment?: string;
  /** Version of the entry that the reviewer has read. If it is undefined, any version is accepted. */
  readonly seenVersion: number | undefined;
  /** Identifies a repeated request of the same reviewer. */
  readonly idempotencyKey?: string;
}

const MAX_REVIEWER_LENGTH = 200;

type Members = Readonly<Record<string, unknown>>;

/** Reads the body of a decision request. @throws ProblemError 400 with the wrong field and its allowed values */
export function readDecision({
  decision,
  reasonCode,
  comment,
}: Members): Pick<DecisionCommand, 'decision' | 'reasonCode' | 'comment'> {
  const verdict = VERDICTS.find((name) => name === decision);
  if (verdict === undefined) return refuse('decision', `decision must be one of ${VERDICTS.join(' and ')}.`);
  const code = REASON_CODES.find((name) => name === reasonCode);
  const allowed = `one of ${REASON_CODES.join(', ')}`;
  if (verdict === 'REJECT' && code === undefined)
    return refuse('reasonCode', `A rejection needs reasonCode, ${allowed}.`);
  if (verdict === 'APPROVE' && reasonCode !== undefined)
    return refuse('reasonCode', 'Only a rejection has a reasonCode.');
  return {
    decision: verdict,
    ...(code === undefined ? {} : { reasonCode: code }),
    ...(comment === undefined ? {} : { comment: readComment(comment) }),
  };
}

function readComment(comment: unknown): string {
  if (typeof comment === 'string' && comment.length <= MAX_COMMENT_LENGTH) return comment;
  return refuse('comment', `comment must be a text of at most ${MAX_COMMENT_LENGTH} characters.`);
}

/** Reads the user to whom a supervisor assigns a review. @throws ProblemError 400 */
export function readReviewer({ reviewer }: Members): string {
  if (typeof reviewer === 'string' && reviewer.trim() !== '' && reviewer.length <= MAX_REVIEWER_LENGTH) return reviewer;
  return refuse('reviewer', `reviewer must be a user name of at most ${MAX_REVIEWER_LENGTH} characters.`);
}

/** @throws ProblemError 400 */
export function readTakeOver({ takeOver }: Members): boolean {
  if (takeOver === undefined || typeof takeOver === 'boolean') return takeOver ?? false;
  return refuse('takeOver', 'takeOver must be true or false.');
}

/** Reads the version of an If-Match header. Undefined if the header is missing or `*`. @throws ProblemError 400 */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  return version === undefined
    ? refuse('if-match', 'If-Match must be an ETag of this review, for example "3".')
    : Number(version);
}
