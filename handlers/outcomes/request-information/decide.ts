import { MAX_COMMENT_LENGTH, MAX_QUESTIONS } from '../../../api/limits.ts';
import { RETURN_REASONS } from '../../../api/reason-codes.ts';
import type { ApplicationRecord, InformationRequest } from '../../shared/application-record.ts';

/** Input of the function from the state Await Information. `decision` is the unvalidated output of the review task. */
export interface Command {
  readonly applicationId: string;
  readonly executionArn: string;
  readonly taskToken: string;
  readonly round: InformationRequest['round'];
  readonly decision: unknown;
  /** Time at which the state was entered, ISO 8601. */
  readonly requestedAt: string;
  /** ISO 8601. */
  readonly deadline: string;
  /** True if half of the time has passed and the applicant is asked again. */
  readonly isReminder: boolean;
}

/** Progress of the command: the record waits for it, has it already, or belongs to something else. */
export type Progress = 'TO_DO' | 'DONE' | 'CONFLICT';

export function progressOf({ executionArn, round }: Command, record: ApplicationRecord | undefined): Progress {
  if (record === undefined || record.executionArn !== executionArn) return 'CONFLICT';
  const rounds = record.informationRequests?.length ?? 0;
  if (record.state === 'INFORMATION_REQUESTED' && rounds === round) return 'DONE';
  return record.state === 'FLAGGED_FOR_REVIEW' && rounds === round - 1 ? 'TO_DO' : 'CONFLICT';
}

const MAX_REVIEWER_LENGTH = 200;

/**
 * The request as the record stores it. The workflow has checked that the decision is RETURN. Nobody has checked the other
 * members of a decision that was sent with the task token: texts are cut to their maximum lengths, other types are dropped,
 * and an unknown reason becomes OTHER.
 */
export function requestOf({ decision, round, requestedAt, deadline }: Command): InformationRequest {
  const given: Readonly<Record<string, unknown>> =
    typeof decision === 'object' && decision !== null ? { ...decision } : {};
  const reviewer = textUpTo(given.reviewer, MAX_REVIEWER_LENGTH);
  const comment = textUpTo(given.comment, MAX_COMMENT_LENGTH);
  return {
    round,
    reasonCode: RETURN_REASONS.find((code) => code === given.reasonCode) ?? 'OTHER',
    questions: questionsIn(given.questions),
    ...(comment === undefined ? {} : { comment }),
    ...(reviewer === undefined ? {} : { reviewer }),
    requestedAt,
    deadline,
  };
}

function questionsIn(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  const questions = value.map((text) => textUpTo(text, MAX_COMMENT_LENGTH)).filter((text) => text !== undefined);
  return questions.slice(0, MAX_QUESTIONS);
}

function textUpTo(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, maxLength) : undefined;
}
