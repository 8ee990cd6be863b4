import type { Facts, ReviewApplicant } from '../../../api/types.generated.ts';
import { type ApplicationRecord, currentData } from '../../shared/application-record.ts';
import { explainChecks } from '../../shared/check-rules/explain.ts';
import { rulesInForce } from '../../shared/check-rules/in-force.ts';

/** What a list of reviews shows of an application. */
export function applicantOf(record: ApplicationRecord): ReviewApplicant {
  const { name, address, submittedBy, checks } = factsOf(record);
  return {
    name,
    address,
    ...(submittedBy === undefined ? {} : { submittedBy }),
    flagged: checks.filter(({ flagged }) => flagged),
  };
}

/** What a reviewer sees of an application: the applicant's data, and the result of each check with its rule. */
export function factsOf(record: ApplicationRecord): Facts {
  const { submittedAt, submittedBy, checks, informationRequests, amendments } = record;
  const { name, address, email } = currentData(record);
  const judged = { name, address, ...(checks === undefined ? {} : { checks }) };
  // The rules would judge the text that stands for the erased data.
  const isUnknown = record.erasure !== undefined && checks === undefined;
  return {
    name,
    address,
    ...(email === undefined ? {} : { email }),
    submittedAt,
    ...(submittedBy === undefined ? {} : { submittedBy }),
    checks: isUnknown ? [] : explainChecks(judged, rulesInForce()),
    ...(informationRequests === undefined ? {} : { informationRequests }),
    ...(amendments === undefined ? {} : { amendments }),
  };
}
