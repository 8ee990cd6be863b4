import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { CheckResult } from '../../../api/types.generated.ts';
import type { Judgement } from './evaluate.ts';

/** The output of a check function. */
export function resultOf(judgement: Judgement, { version }: CheckRules): CheckResult {
  if (judgement.verdict !== 'FLAGGED') return { flagged: false, rulesVersion: version };
  const { rule, met } = judgement;
  const result = { flagged: true, rulesVersion: version, ruleId: rule.id, rule: rule.says };
  return met === undefined ? result : { ...result, met };
}
