import type { CheckRules, Rule } from '../../../api/check-rules/types.generated.ts';
import type { ReviewReason } from '../../../events/states.ts';

/** What the rules of a check say about a text. `met` is the word of a list that the text contains. */
export type Judgement =
  | { readonly verdict: 'CLEAN' }
  | { readonly verdict: 'FLAGGED' | 'UNPROCESSABLE'; readonly rule: Rule; readonly met?: string };

/** Applies the rules of a check in their order; the first rule that applies decides. */
export function judge({ lists, checks }: CheckRules, check: ReviewReason, text: string): Judgement {
  for (const rule of checks[check]) {
    const met = applies(rule, lists, text);
    if (met === false) continue;
    const verdict = rule.kind === 'unprocessable' ? 'UNPROCESSABLE' : 'FLAGGED';
    return met === true ? { verdict, rule } : { verdict, rule, met };
  }
  return { verdict: 'CLEAN' };
}

/** Whether the rule applies; for a rule with a list, the first word that the text contains. Lengths count code points. */
function applies(rule: Rule, lists: CheckRules['lists'], text: string): boolean | string {
  switch (rule.kind) {
    case 'contains':
    case 'unprocessable':
      return lists[rule.list]?.find((word) => text.includes(word)) ?? false;
    case 'matches':
      return new RegExp(rule.pattern, 'u').test(text);
    case 'does-not-match':
      return !new RegExp(rule.pattern, 'u').test(text);
    case 'shorter-than':
      return [...text].length < rule.length;
    case 'longer-than':
      return [...text].length > rule.length;
  }
}
