import type { Facts } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import { explainChecks } from '../../shared/check-rules.ts';

/**
 * The part of an application that a reviewer sees: the applicant's data, and the result of each check with its rule.
 */
export function factsOf({ name, address, submittedAt }: ApplicationRecord): Facts {
  return { name, address, submittedAt, checks: explainChecks({ name, address }) };
}
