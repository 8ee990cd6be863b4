import type { CheckRules } from '../../../../api/check-rules/types.generated.ts';
import { REVIEW_REASONS, type ReviewReason } from '../../../../events/states.ts';
import type { ApplicationRecord } from '../../../shared/application-record.ts';
import { judge } from '../../../shared/check-rules/evaluate.ts';

export type Verdict = 'clean' | 'flagged' | 'unprocessable';

/** What the checks say about an application. */
export interface Opinion {
  readonly verdict: Verdict;
  /** The checks that flag it; empty unless the verdict is flagged. */
  readonly reasons: readonly ReviewReason[];
  /** The rule that decided each check, if one applied. */
  readonly ruleIds: readonly string[];
}

type Applicant = Pick<ApplicationRecord, 'name' | 'address'>;

/** What the rules say. As in the workflow, a check that cannot judge the data decides the application. */
export function opinionOf(rules: CheckRules, { name, address }: Applicant): Opinion {
  const texts = { NAME: name, ADDRESS: address };
  const judged = REVIEW_REASONS.map((check) => ({ check, judgement: judge(rules, check, texts[check]) }));
  const ruleIds = judged.flatMap(({ judgement }) => (judgement.verdict === 'CLEAN' ? [] : [judgement.rule.id]));
  if (judged.some(({ judgement }) => judgement.verdict === 'UNPROCESSABLE'))
    return { verdict: 'unprocessable', reasons: [], ruleIds };
  const reasons = judged.filter(({ judgement }) => judgement.verdict === 'FLAGGED').map(({ check }) => check);
  return { verdict: reasons.length === 0 ? 'clean' : 'flagged', reasons, ruleIds };
}

/** What the checks said when the workflow ran; undefined for an application that was not checked yet. */
export function formerOpinion(record: ApplicationRecord | undefined): Opinion | undefined {
  if (record === undefined || record.state === 'SUBMITTED') return undefined;
  if (record.state === 'FLAGGED_WITH_UNPROCESSABLE_DATA') return { verdict: 'unprocessable', reasons: [], ruleIds: [] };
  const { reasons = [] } = record;
  return { verdict: reasons.length === 0 ? 'clean' : 'flagged', reasons, ruleIds: [] };
}
