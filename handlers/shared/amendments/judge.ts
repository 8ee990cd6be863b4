import type { AmendedApplication } from '../../../events/application-amended.ts';
import { type Amendment, type ApplicationRecord, isUnanswered } from '../application-record.ts';

/** Why an amendment is refused. */
export type AmendmentRefusal = 'NOT_FOUND' | 'NOT_REQUESTED' | 'WRONG_VERSION' | 'AMENDED_BEFORE' | 'TOO_LATE';

/** TAKE: it answers the open request. KNOWN: the record already has an equal amendment, so nothing changes. */
export type AmendmentJudgement = 'TAKE' | 'KNOWN' | { readonly refusal: AmendmentRefusal };

/** What happens to an amendment that arrives at `now`. The API and the consumer of the event judge by the same rule. */
export function judgeAmendment(
  record: ApplicationRecord | undefined,
  amendment: Omit<AmendedApplication, 'id'>,
  now: Date,
): AmendmentJudgement {
  if (record === undefined) return { refusal: 'NOT_FOUND' };
  const { state, informationRequests = [], amendments = [] } = record;
  const known = amendments.find(({ version }) => version === amendment.version);
  if (known !== undefined) return isEqual(known, amendment) ? 'KNOWN' : { refusal: 'AMENDED_BEFORE' };
  if (state === 'REVIEW_EXPIRED' && isUnanswered(record)) return { refusal: 'TOO_LATE' };
  const open = state === 'INFORMATION_REQUESTED' ? informationRequests.at(-1) : undefined;
  if (open === undefined) return { refusal: 'NOT_REQUESTED' };
  if (amendment.version !== open.round + 1) return { refusal: 'WRONG_VERSION' };
  return now.getTime() < Date.parse(open.deadline) ? 'TAKE' : { refusal: 'TOO_LATE' };
}

const isEqual = (left: Omit<Amendment, 'amendedAt'>, right: Omit<AmendedApplication, 'id'>): boolean =>
  left.name === right.name && left.address === right.address && left.email === right.email;

/** What a refusal says. It contains ids and versions, no applicant's data. */
export const REFUSAL_TEXT: Readonly<Record<AmendmentRefusal, string>> = {
  NOT_FOUND: 'There is no application with this id.',
  NOT_REQUESTED: 'Nobody asked for an amendment of this application: it has no open request for information.',
  WRONG_VERSION: 'The amendment has another version than the open request asks for. The version is the round plus one.',
  AMENDED_BEFORE: 'The application has an amendment of this version with other data.',
  TOO_LATE: 'The deadline of the request for information has passed.',
};
