import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { CheckFacts, CheckResult } from '../../../api/types.generated.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../../events/states.ts';
import type { ApplicationRecord } from '../application-record.ts';
import { judge } from './evaluate.ts';
import { resultOf } from './result.ts';

type Checked = Pick<ApplicationRecord, 'name' | 'address' | 'checks'>;

/**
 * The result of each check with its rule: what the check said when the review was requested, or what the rules in force say
 * if the record has no results.
 */
export function explainChecks({ name, address, checks }: Checked, rules: CheckRules): readonly CheckFacts[] {
  const values = { NAME: name, ADDRESS: address };
  return REVIEW_REASONS.map((check, index) => {
    const value = values[check];
    const result = checks?.[index] ?? resultOf(judge(rules, check, value), rules);
    return factsOf({ check, value, result, rules });
  });
}

interface Explained {
  readonly check: ReviewReason;
  readonly value: string;
  readonly result: CheckResult;
  readonly rules: CheckRules;
}

function factsOf({ check, value, result, rules }: Explained): CheckFacts {
  const { flagged, rulesVersion, ruleId, met } = result;
  return {
    check,
    flagged,
    rule: result.rule ?? unmetRules(check, rulesVersion, rules),
    value,
    ...(met === undefined ? {} : { met }),
    ...(ruleId === undefined ? {} : { ruleId }),
    rulesVersion,
  };
}

/** The rules that did not flag a text. A function knows only the rules in force in words. */
function unmetRules(check: ReviewReason, version: number, rules: CheckRules): string {
  if (version !== rules.version) return `No rule of version ${version} flagged it.`;
  const flagging = rules.checks[check].filter(({ kind }) => kind !== 'unprocessable');
  return flagging.map(({ says }) => says).join(' ');
}
