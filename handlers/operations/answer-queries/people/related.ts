import { MAX_RELATED } from '../../../../api/limits.ts';
import { IDENTIFYING } from '../../../../api/reason-codes.ts';
import type { Identifying, RelatedApplication, RelatedApplications } from '../../../../api/types.generated.ts';
import { identifyingTerms } from '../../../shared/applicant-index/terms.ts';
import { type ApplicationRecord, currentData } from '../../../shared/application-record.ts';
import type { PeopleReader } from './ports.ts';

/** The other applications with the same name, address or e-mail, newest first, at most MAX_RELATED. */
export async function relatedTo(people: PeopleReader, record: ApplicationRecord): Promise<RelatedApplications> {
  const terms = identifyingTerms(record);
  // One more for the application itself, and one more to see whether there are more.
  const limit = MAX_RELATED + 2;
  const lists = await Promise.all(
    IDENTIFYING.flatMap((kind) => terms[kind]).map((term) => people.entriesOf(term, limit)),
  );
  const places = new Map(lists.flat().map(({ entry, applicationId }) => [applicationId, entry]));
  places.delete(record.id);
  const newestFirst = [...places].toSorted(([, left], [, right]) => (left < right ? 1 : -1)).map(([id]) => id);
  const records = await people.records(newestFirst.slice(0, MAX_RELATED));
  const items = records.flatMap((other) => itemFor(record, other));
  return { items, hasMore: newestFirst.length > MAX_RELATED };
}

/** Nothing if the other record has been erased and the index still has its entry. */
function itemFor(record: ApplicationRecord, other: ApplicationRecord): readonly RelatedApplication[] {
  const agreesOn = agreement(record, other);
  if (agreesOn.length === 0) return [];
  const { id, state, submittedAt, submittedBy, reasons } = other;
  return [
    {
      id,
      ...currentData(other),
      state,
      submittedAt,
      ...(submittedBy === undefined ? {} : { submittedBy }),
      isReviewed: reasons !== undefined,
      agreesOn,
    },
  ];
}

function agreement(left: ApplicationRecord, right: ApplicationRecord): readonly Identifying[] {
  const own = identifyingTerms(left);
  const others = identifyingTerms(right);
  return IDENTIFYING.filter((kind) => own[kind].some((term) => others[kind].includes(term)));
}
