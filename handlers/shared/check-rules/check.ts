import type { CheckResult } from '../../../api/types.generated.ts';
import type { ReviewReason } from '../../../events/states.ts';
import { ERRORS } from './contract.ts';
import { judge } from './evaluate.ts';
import { rulesInForce } from './in-force.ts';
import { resultOf } from './result.ts';

/** Thrown for data that cannot be checked. The message contains the data: store it in the record, never log or mail it. */
class UnprocessableDataException extends Error {
  override readonly name = ERRORS.unprocessable;
}

const MEMBERS = { NAME: 'Name', ADDRESS: 'Address' } as const satisfies Record<ReviewReason, string>;

/** Applies the rules in force. @throws UnprocessableDataException */
export function checkText(check: ReviewReason, text: string): CheckResult {
  const rules = rulesInForce();
  const judgement = judge(rules, check, text);
  if (judgement.verdict === 'UNPROCESSABLE')
    throw new UnprocessableDataException(`Simulated error: ${MEMBERS[check]} '${text}' is not possible to check.`);
  return resultOf(judgement, rules);
}
