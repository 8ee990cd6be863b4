import type { Facts } from '../../../api/types.generated.ts';
import { type ApplicationRecord, currentData } from '../../shared/application-record.ts';
import { explainChecks } from '../../shared/check-rules/explain.ts';
import { rulesInForce } from '../../shared/check-rules/in-force.ts';

/** What a reviewer sees of an application: the applicant's data, and the result of each check with its rule. */
export function factsOf(record: ApplicationRecord): Facts {
  const { submittedAt, checks, informationRequests, amendments } = record;
  const { name, address } = currentData(record);
  const judged = { name, address, ...(checks === undefined ? {} : { checks }) };
  return {
    name,
    address,
    submittedAt,
    checks: explainChecks(judged, rulesInForce()),
    ...(informationRequests === undefined ? {} : { informationRequests }),
    ...(amendments === undefined ? {} : { amendments }),
  };
}
