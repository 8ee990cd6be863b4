import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { CheckResult } from '../../../api/types.generated.ts';
import type { Members } from '../../../case-file/entry.ts';
import { type Amendment, currentData } from '../../shared/application-record.ts';
import { explainChecks } from '../../shared/check-rules/explain.ts';
import {
  type Description,
  decisionFacts,
  decisionPersonal,
  described,
  listIn,
  objectIn,
  picked,
} from './description.ts';

interface ApplicationChange {
  readonly at: string;
  readonly former: Members | undefined;
  readonly current: Members;
}

const UNPROCESSABLE = 'FLAGGED_WITH_UNPROCESSABLE_DATA';

/** The entries about a write to an application's record; none if neither its run nor its state changed. */
export function describeApplication(
  { at: writtenAt, former, current }: ApplicationChange,
  rules: CheckRules,
): readonly Description[] {
  const at = String(current.updatedAt ?? writtenAt);
  if (former === undefined) return [submitted('SUBMITTED', at, current)];
  if (former.executionArn !== current.executionArn) return [submitted('SUBMITTED_AGAIN', at, current)];
  if (isAmended(former, current)) return [amended(at, current)];
  if (former.state === current.state) return [];
  if (current.state === 'SUBMITTED') return [checkedAgain(at, current)];
  const checks = former.state === 'SUBMITTED' ? checksOf(at, current, rules) : [];
  return [...checks, outcomeOf(at, current)];
}

function submitted(kind: string, at: string, current: Members): Description {
  const facts = { ...picked(current, ['state', 'submittedAt', 'submittedBy']), run: runOf(current) };
  return described({ at, kind, facts }, picked(current, ['name', 'address', 'email']));
}

/** Name of the execution that owns the record. */
const runOf = ({ executionArn }: Members): string => String(executionArn ?? '').replace(/^.*:/, '');

/**
 * The result of a check is the one that the run recorded. The rule is the recorded one if a review was requested, else that
 * of the rules in force.
 */
function checksOf(at: string, current: Members, rules: CheckRules): Description[] {
  const reasons = listIn(current.reasons);
  const { name: submittedName, address: submittedAddress, state } = current;
  if (typeof submittedName !== 'string' || typeof submittedAddress !== 'string') return [];
  const { name, address } = currentData({
    name: submittedName,
    address: submittedAddress,
    amendments: listIn(current.amendments) as unknown as readonly Amendment[],
  });
  // Only the workflow writes `checks`, with the results of the check functions.
  const recorded = Array.isArray(current.checks) ? { checks: current.checks as unknown as CheckResult[] } : {};
  const checks = explainChecks({ name, address, ...recorded }, rules);
  // A check that cannot process the data ends the run; nothing is known about the other check.
  const known = state === UNPROCESSABLE ? checks.filter(({ check }) => check === 'NAME') : checks;
  return known.map(({ check, rule, ruleId, rulesVersion, value }) => {
    const result = reasons.includes(check) ? 'FLAGGED' : 'CLEAN';
    const facts = {
      check,
      result: state === UNPROCESSABLE ? 'UNPROCESSABLE' : result,
      rule,
      ...(ruleId === undefined ? {} : { ruleId }),
      rulesVersion,
    };
    return { at, kind: 'CHECKED', facts, personal: { evidence: value } };
  });
}

const isAmended = (former: Members, current: Members): boolean =>
  listIn(current.amendments).length > listIn(former.amendments).length;

/** The applicant's answer to a request, which is kept beside the submission. */
function amended(at: string, current: Members): Description {
  const amendment = objectIn(listIn(current.amendments).at(-1)) ?? {};
  const facts = picked(amendment, ['version', 'amendedBy']);
  return described({ at, kind: 'AMENDED', facts }, picked(amendment, ['name', 'address', 'email']));
}

/** The run goes back to the checks with the amended data. */
const checkedAgain = (at: string, current: Members): Description => ({
  at,
  kind: 'CHECKED_AGAIN',
  facts: { ...picked(current, ['state']), version: listIn(current.amendments).length + 1 },
});

/** A return to the applicant; the questions and the comment are free text. */
function informationRequested(at: string, current: Members): Description {
  const request = objectIn(listIn(current.informationRequests).at(-1)) ?? {};
  const facts = { ...picked(current, ['state']), ...picked(request, ['round', 'reasonCode', 'reviewer', 'deadline']) };
  return described({ at, kind: 'INFORMATION_REQUESTED', facts }, decisionPersonal(request));
}

function outcomeOf(at: string, current: Members): Description {
  if (current.state === 'INFORMATION_REQUESTED') return informationRequested(at, current);
  const decision = objectIn(current.decision) ?? {};
  const facts = { ...picked(current, ['state', 'reasons', 'reviewDeadline']), ...decisionFacts(decision) };
  const kind = current.state === 'FLAGGED_FOR_REVIEW' ? 'REVIEW_REQUESTED' : 'OUTCOME_RECORDED';
  const personal = { ...picked(current, ['unprocessableReason']), ...decisionPersonal(decision) };
  return described({ at, kind, facts }, personal);
}
