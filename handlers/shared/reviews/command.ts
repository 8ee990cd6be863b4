import { MAX_ABSENCE_DAYS, MAX_COMMENT_LENGTH, MAX_QUESTIONS } from '../../../api/limits.ts';
import { REASON_CODES, RETURN_REASONS, VERDICTS } from '../../../api/reason-codes.ts';
import type { DecisionReason, Verdict } from '../../../api/types.generated.ts';
import { refuse } from '../http/problem.ts';
import { daysFrom } from './absences.ts';

/** A reviewer's decision, as requested through the API. */
export interface DecisionCommand {
  readonly applicationId: string;
  readonly reviewer: string;
  readonly isSupervisor: boolean;
  readonly decision: Verdict;
  readonly reasonCode?: DecisionReason;
  readonly comment?: string;
  /** Questions to the applicant; present exactly if the decision is RETURN. */
  readonly questions?: readonly string[];
  /** Version of the entry that the reviewer has read. If it is undefined, any version is accepted. */
  readonly seenVersion: number | undefined;
  /** Identifies a repeated request of the same reviewer. */
  readonly idempotencyKey?: string;
}

const MAX_REVIEWER_LENGTH = 200;

type Members = Readonly<Record<string, unknown>>;

export type DecisionInBody = Pick<DecisionCommand, 'decision' | 'reasonCode' | 'comment' | 'questions'>;

/** Reads the body of a decision request. @throws ProblemError 400 with the wrong field and its allowed values */
export function readDecision({ decision, reasonCode, comment, questions }: Members): DecisionInBody {
  const verdict = VERDICTS.find((name) => name === decision);
  if (verdict === undefined) return refuse('decision', `decision must be one of ${VERDICTS.join(', ')}.`);
  const code = readReason(verdict, reasonCode);
  if (verdict !== 'RETURN' && questions !== undefined) return refuse('questions', 'Only a return has questions.');
  return {
    decision: verdict,
    ...(code === undefined ? {} : { reasonCode: code }),
    ...(comment === undefined ? {} : { comment: readComment(comment) }),
    ...(verdict === 'RETURN' ? { questions: readQuestions(questions) } : {}),
  };
}

function readReason(verdict: Verdict, reasonCode: unknown): DecisionReason | undefined {
  if (verdict === 'APPROVE')
    return reasonCode === undefined
      ? undefined
      : refuse('reasonCode', 'Only a rejection or a return has a reasonCode.');
  const allowed: readonly DecisionReason[] = verdict === 'REJECT' ? REASON_CODES : RETURN_REASONS;
  const what = verdict === 'REJECT' ? 'A rejection' : 'A return';
  const code = allowed.find((name) => name === reasonCode);
  return code ?? refuse('reasonCode', `${what} needs reasonCode, one of ${allowed.join(', ')}.`);
}

function readQuestions(questions: unknown): readonly string[] {
  const isText = (text: unknown) => typeof text === 'string' && text.trim() !== '' && text.length <= MAX_COMMENT_LENGTH;
  if (Array.isArray(questions) && questions.length >= 1 && questions.length <= MAX_QUESTIONS && questions.every(isText))
    return questions;
  return refuse(
    'questions',
    `A return needs questions: 1 to ${MAX_QUESTIONS} texts of 1 to ${MAX_COMMENT_LENGTH} characters.`,
  );
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

/** Reads the last day of an absence that begins now. @throws ProblemError 400 */
export function readUntil({ until }: Members, now: Date): string {
  if (typeof until === 'string') {
    const days = daysFrom(now, until);
    if (days >= 0 && days <= MAX_ABSENCE_DAYS) return until;
  }
  const allowed = `from today to ${MAX_ABSENCE_DAYS} days from now`;
  return refuse('until', `until must be a day in UTC, such as 2026-12-10, ${allowed}.`);
}

/** Reads the user in the path of an absence. @throws ProblemError 400 */
export function readUsername(username: string | undefined = ''): string {
  if (username.trim() !== '' && username.length <= MAX_REVIEWER_LENGTH) return username;
  return refuse('username', `username must be a user name of at most ${MAX_REVIEWER_LENGTH} characters.`);
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
