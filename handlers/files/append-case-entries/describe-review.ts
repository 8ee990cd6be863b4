import type { Json, Members } from '../../../case-file/entry.ts';
import {
  type Description,
  decisionFacts,
  decisionPersonal,
  described,
  listIn,
  objectIn,
  picked,
} from './description.ts';

interface ReviewChange {
  readonly at: string;
  readonly former: Members | undefined;
  readonly current: Members;
}

/** Why a review of this ledger entry exists: its request. Never the fingerprint of its task token. */
const REQUEST = ['reasons', 'requestedAt', 'dueAt', 'reviewDeadline'];

/** The entries about a write to the review ledger, in causal order; none for a write that no entry is about. */
export function describeReview({ at, former = {}, current }: ReviewChange): readonly Description[] {
  const isOpened = hasBegun(former, current);
  return [
    ...(isOpened ? [opened('REVIEW_OPENED', at, current)] : []),
    ...(isRequestedAgain(former, current) ? [opened('REVIEW_REQUESTED_AGAIN', at, current)] : []),
    ...audited(former, current),
    ...noted(former, current),
    ...(isOpened ? [] : moved(at, former, current)),
    ...prompted(former, current),
  ];
}

/** True for a new entry and for one whose earlier review had ended. */
const hasBegun = (former: Members, current: Members): boolean =>
  current.state === 'PENDING' && (former.state === undefined || former.closedAt !== undefined);

function opened(kind: string, at: string, current: Members): Description {
  return { at: String(current.receivedAt ?? at), kind, facts: picked(current, REQUEST) };
}

/** Each request of a review has another time or attempt. */
const isRequestedAgain = (former: Members, current: Members): boolean =>
  former.state === 'PENDING' &&
  current.state === 'PENDING' &&
  (former.requestedAt !== current.requestedAt || former.attempt !== current.attempt);

/** New items of the audit list, which drops its oldest items. The entry about the closed review contains the decision. */
function audited(former: Members, current: Members): Description[] {
  const items = addedTo(listIn(former.audit), listIn(current.audit)).map((item) => objectIn(item) ?? {});
  const isClosing = current.decision !== undefined && former.decision === undefined;
  return items
    .filter(({ what }) => !(isClosing && what === 'DECIDED'))
    .map((item) => ({
      at: String(item.at),
      kind: `REVIEW_${item.what}`,
      facts: picked(item, ['who', 'whom']),
    }));
}

/** The items of `current` after those that it shares with the end of `former`. */
function addedTo(former: readonly Json[], current: readonly Json[]): readonly Json[] {
  const had = former.map((item) => JSON.stringify(item));
  const has = current.map((item) => JSON.stringify(item));
  for (let shared = Math.min(had.length, has.length); shared > 0; shared -= 1)
    if (had.slice(-shared).join() === has.slice(0, shared).join()) return current.slice(shared);
  return current;
}

/** Decisions that the ledger noted: the one that is sent to the run, and those of a review by several people. */
function noted(former: Members, current: Members): Description[] {
  const deciding = objectIn(current.deciding);
  const isNew = deciding !== undefined && JSON.stringify(former.deciding) !== JSON.stringify(deciding);
  const several = addedTo(listIn(former.decisions), listIn(current.decisions)).map((item) => objectIn(item) ?? {});
  return [...several, ...(isNew ? [deciding] : [])].map((decision) =>
    described(
      { at: String(decision.at), kind: 'DECISION_NOTED', facts: decisionFacts(decision) },
      decisionPersonal(decision),
    ),
  );
}

/** A review that ended, or that waits in another state. */
function moved(at: string, former: Members, current: Members): Description[] {
  if (former.state === undefined || former.state === current.state) return [];
  const { closedAt, state } = current;
  const decision = objectIn(current.decision) ?? {};
  const facts = { state: state ?? '', ...decisionFacts(decision) };
  if (closedAt === undefined) return [{ at, kind: 'REVIEW_MOVED', facts }];
  return [described({ at: String(closedAt), kind: 'REVIEW_CLOSED', facts }, decisionPersonal(decision))];
}

/** Mails about a review that is due soon or overdue. */
function prompted(former: Members, current: Members): Description[] {
  return Object.entries({ remindedAt: 'REMINDER_SENT', escalatedAt: 'ESCALATION_SENT' }).flatMap(([mark, kind]) => {
    const at = current[mark];
    return at === undefined || at === former[mark] ? [] : [{ at: String(at), kind, facts: picked(current, ['dueAt']) }];
  });
}
