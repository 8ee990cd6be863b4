import type { Members } from '../../../case-file/entry.ts';
import { explainChecks, RULES_VERSION } from '../../shared/check-rules.ts';
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
export function describeApplication({ at: writtenAt, former, current }: ApplicationChange): readonly Description[] {
  const at = String(current.updatedAt ?? writtenAt);
  if (former === undefined) return [submitted('SUBMITTED', at, current)];
  if (former.executionArn !== current.executionArn) return [submitted('SUBMITTED_AGAIN', at, current)];
  if (former.state === current.state) return [];
  const checks = former.state === 'SUBMITTED' ? checksOf(at, current) : [];
  return [...checks, outcomeOf(at, current)];
}

function submitted(kind: string, at: string, current: Members): Description {
  const facts = { ...picked(current, ['state', 'submittedAt', 'submittedBy']), run: runOf(current) };
  return described({ at, kind, facts }, picked(current, ['name', 'address', 'email']));
}

/** Name of the execution that owns the record. */
const runOf = ({ executionArn }: Members): string => String(executionArn ?? '').replace(/^.*:/, '');

/** The result of a check is what the run recorded; rule and evidence are those of the current version of the rules. */
function checksOf(at: string, current: Members): Description[] {
  const reasons = listIn(current.reasons);
  const { name, address, state } = current;
  if (typeof name !== 'string' || typeof address !== 'string') return [];
  const checks = explainChecks({ name, address });
  // A check that cannot process the data ends the run; nothing is known about the other check.
  const known = state === UNPROCESSABLE ? checks.filter(({ check }) => check === 'NAME') : checks;
  return known.map(({ check, rule, value }) => {
    const result = reasons.includes(check) ? 'FLAGGED' : 'CLEAN';
    const facts = {
      check,
      result: state === UNPROCESSABLE ? 'UNPROCESSABLE' : result,
      rule,
      rulesVersion: RULES_VERSION,
    };
    return { at, kind: 'CHECKED', facts, personal: { evidence: value } };
  });
}

function outcomeOf(at: string, current: Members): Description {
  const decision = objectIn(current.decision) ?? {};
  const facts = { ...picked(current, ['state', 'reasons', 'reviewDeadline']), ...decisionFacts(decision) };
  const kind = current.state === 'FLAGGED_FOR_REVIEW' ? 'REVIEW_REQUESTED' : 'OUTCOME_RECORDED';
  const personal = { ...picked(current, ['unprocessableReason']), ...decisionPersonal(decision) };
  return described({ at, kind, facts }, personal);
}
