import { type ApplicationRecord, isUnanswered } from '../application-record.ts';
import type { RunOutcome } from './decide.ts';
import type { Ending } from './ending.ts';

/** Value of the message attribute `kind`. The filter policy of a subscription can select by it. */
export type MailKind = 'outcome' | 'reminder' | 'escalation';

/** A plain-text mail. `subject`: at most 100 ASCII characters, the limit of SNS. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

const WHAT_HAPPENED: Readonly<Record<RunOutcome, string>> = {
  SUBMITTED: 'The run ended without a decision about the application.',
  FLAGGED_FOR_REVIEW: 'The run ended while the application was waiting for a review.',
  INFORMATION_REQUESTED: 'The run ended while the application was waiting for its applicant.',
  FLAGGED_WITH_UNPROCESSABLE_DATA: 'The application could not be processed: its data cannot be checked.',
  APPROVED: 'The application was approved.',
  REJECTED: 'The application was rejected.',
  REVIEW_EXPIRED: 'No reviewer decided the application before its review deadline.',
  INVALID: 'The submission was refused: it is not a valid application. Nothing was recorded.',
  FAILED: 'Processing failed.',
  TIMED_OUT: 'Processing exceeded its time limit.',
  ABORTED: 'Processing was aborted by an operator.',
};

/** The mail about the outcome of a run. It contains ids, outcome and reasons, but no applicant's data. */
export function composeMail(outcome: RunOutcome, ending: Ending, about: MailContext): Mail {
  const id = about.applicationId ?? 'application without a valid id';
  const parts = [
    ['What', whatHappened(outcome, about.record)],
    ['Why', whyOf(outcome, ending, about.record)],
    ['When', ending.stoppedAt.toISOString()],
    ['Application', `${id}, ${about.record === undefined ? 'not on record' : `on record as ${about.record.state}`}`],
    ['Execution', ending.executionArn],
  ].map(([label, text]) => `${`${label}:`.padEnd(13)}${text}`);
  return {
    subject: `${id}: ${outcome}`,
    text: [...parts, '', 'Where to look:', ...whereToLook(ending, about), ''].join('\n'),
  };
}

export interface MailContext {
  readonly applicationId: string | undefined;
  readonly record: ApplicationRecord | undefined;
}

const whatHappened = (outcome: RunOutcome, record: ApplicationRecord | undefined): string =>
  outcome === 'REVIEW_EXPIRED' && record !== undefined && isUnanswered(record)
    ? 'The applicant was asked for information and did not answer before the deadline.'
    : WHAT_HAPPENED[outcome];

function whyOf(outcome: RunOutcome, ending: Ending, record: ApplicationRecord | undefined): string {
  switch (outcome) {
    case 'APPROVED':
    case 'REJECTED':
      return record?.decision === undefined ? 'No check was flagged.' : `A reviewer decided. ${flaggedChecks(record)}`;
    case 'REVIEW_EXPIRED':
      return flaggedChecks(record);
    case 'FLAGGED_WITH_UNPROCESSABLE_DATA':
      return 'A check could not read the data; see the record for the reason.';
    case 'INVALID':
      return ending.cause ?? 'See the execution for the reason.';
    case 'FAILED':
    case 'TIMED_OUT':
    case 'ABORTED':
      return ending.error ?? 'The execution gives no error name.';
    case 'SUBMITTED':
    case 'FLAGGED_FOR_REVIEW':
    case 'INFORMATION_REQUESTED':
      return 'Run and record do not agree; see the execution history.';
  }
}

function flaggedChecks(record: ApplicationRecord | undefined): string {
  return `Flagged: ${record?.reasons?.join(', ') ?? 'unknown'}.`;
}

function whereToLook({ executionArn }: Ending, { applicationId, record }: MailContext): string[] {
  const history = `  aws stepfunctions get-execution-history --execution-arn ${executionArn}`;
  if (applicationId === undefined || record === undefined) return [history];
  return [history, `  aws dynamodb get-item --table-name applications --key '{"id":{"S":"${applicationId}"}}'`];
}
