import type { Facts } from '../../../api/types.generated.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import { explainChecks } from '../../shared/check-rules/explain.ts';
import { rulesInForce } from '../../shared/check-rules/in-force.ts';

/** What a reviewer sees of an application: the applicant's data, and the result of each check with its rule. */
export function factsOf(record: ApplicationRecord): Facts {
  const { name, address, submittedAt } = record;
  return { name, address, submittedAt, checks: explainChecks(record, rulesInForce()) };
}
