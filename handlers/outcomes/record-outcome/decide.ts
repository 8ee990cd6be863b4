import type { CheckResult } from '../../../api/types.generated.ts';
import type { ApplicationState, ReviewReason } from '../../../events/states.ts';
import type { ApplicationRecord, Decision } from '../../shared/application-record.ts';
import type { StateChange } from '../../shared/applications-table.ts';
import { decisionsRequired, type TwoPeoplePolicy } from './two-people.ts';

interface CommandOf<State extends ApplicationState> {
  readonly outcome: State;
  readonly applicationId: string;
  readonly executionArn: string;
}

/** Input of the function from a workflow state. `decision` is the unvalidated output of the review task, or null. */
export type Command =
  | (CommandOf<'FLAGGED_FOR_REVIEW'> & {
      readonly reasons: readonly ReviewReason[];
      /** What the checks said. Missing in executions of definitions that did not pass it. */
      readonly checks?: readonly CheckResult[];
      /** Time of the review request by the clock of Step Functions, ISO 8601. The deadline is counted from this time. */
      readonly requestedAt: string;
      readonly reviewDeadlineSeconds: number;
    })
  | (CommandOf<'APPROVED' | 'REJECTED'> & { readonly decision: unknown })
  | (CommandOf<'FLAGGED_WITH_UNPROCESSABLE_DATA'> & { readonly reason: string })
  | CommandOf<'REVIEW_EXPIRED'>;

/** For each outcome: the states that a record may have before it. */
const FORMER_STATES = {
  FLAGGED_FOR_REVIEW: ['SUBMITTED'],
  APPROVED: ['SUBMITTED', 'FLAGGED_FOR_REVIEW'],
  REJECTED: ['FLAGGED_FOR_REVIEW'],
  FLAGGED_WITH_UNPROCESSABLE_DATA: ['SUBMITTED'],
  REVIEW_EXPIRED: ['FLAGGED_FOR_REVIEW'],
} as const satisfies Record<Command['outcome'], readonly ApplicationState[]>;

const MAX_REVIEWER_LENGTH = 200;
const MAX_COMMENT_LENGTH = 2000;

/** The write of a command. Its condition: the record belongs to this execution and has an allowed former state. */
export function changeFor(command: Command, policy: TwoPeoplePolicy, now: Date): StateChange {
  return {
    id: command.applicationId,
    executionArn: command.executionArn,
    from: FORMER_STATES[command.outcome],
    set: { state: command.outcome, updatedAt: now.toISOString(), ...detailsOf(command, policy) },
  };
}

function detailsOf(command: Command, policy: TwoPeoplePolicy): Partial<ApplicationRecord> {
  switch (command.outcome) {
    case 'FLAGGED_FOR_REVIEW': {
      const reviewDeadline = new Date(
        Date.parse(command.requestedAt) + command.reviewDeadlineSeconds * 1000,
      ).toISOString();
      const { reasons, checks } = command;
      const people = decisionsRequired(policy, command);
      return { reasons, reviewDeadline, decisionsRequired: people, ...(checks === undefined ? {} : { checks }) };
    }
    case 'APPROVED':
    case 'REJECTED': {
      const decision = readDecision(command.decision);
      return decision === undefined ? {} : { decision };
    }
    case 'FLAGGED_WITH_UNPROCESSABLE_DATA':
      return { unprocessableReason: command.reason };
    case 'REVIEW_EXPIRED':
      return {};
  }
}

/**
 * Reads the decision from the output of the review task. The workflow has already checked `decision`. Nobody has
 * checked `reviewer` and `comment`: texts are cut to their maximum lengths, other types are dropped.
 */
function readDecision(output: unknown): Decision | undefined {
  if (typeof output !== 'object' || output === null || !('decision' in output)) return undefined;
  if (output.decision !== 'APPROVE' && output.decision !== 'REJECT') return undefined;
  const reviewer = 'reviewer' in output ? textUpTo(output.reviewer, MAX_REVIEWER_LENGTH) : undefined;
  const comment = 'comment' in output ? textUpTo(output.comment, MAX_COMMENT_LENGTH) : undefined;
  const reviewers = 'reviewers' in output ? namesIn(output.reviewers) : undefined;
  return {
    decision: output.decision,
    ...(reviewer === undefined ? {} : { reviewer }),
    ...(comment === undefined ? {} : { comment }),
    ...(reviewers === undefined ? {} : { reviewers }),
  };
}

const MAX_REVIEWERS = 10;

function namesIn(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.map((name) => textUpTo(name, MAX_REVIEWER_LENGTH)).filter((name) => name !== undefined);
  return names.slice(0, MAX_REVIEWERS);
}

function textUpTo(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' ? value.slice(0, maxLength) : undefined;
}

/** True if an earlier call carried out this command. The record is then kept. */
export function isDone(command: Command, record: ApplicationRecord): boolean {
  return record.state === command.outcome && record.executionArn === command.executionArn;
}
