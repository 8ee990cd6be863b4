import type { AssignmentResult } from '../../../api/types.generated.ts';
import { readSeenReviews, type SeenReview } from './bulk-command.ts';
import { changeEntry } from './change-entry.ts';
import { readReviewer } from './command.ts';
import type { Ports } from './decide.ts';
import { resultOfRefusal, tried } from './decide-all.ts';
import { eachInTime, notBegun } from './each-in-time.ts';
import type { ReviewEntry } from './entry.ts';
import { personRefusal } from './person-refusal.ts';
import { changed } from './problems.ts';
import { assign, type Ruling } from './rules.ts';
import { type Blindness, heldClaim, itemOf } from './view.ts';

/** One review of a list, with the user who gets it. */
export interface SeenAssignment extends SeenReview {
  readonly reviewer: string;
}

/** Reads the body of a request for assignments. @throws ProblemError 400 that names the field and what it allows */
export function readAssignments({ items }: Readonly<Record<string, unknown>>): readonly SeenAssignment[] {
  const given: readonly unknown[] = Array.isArray(items) ? items : [];
  return readSeenReviews(items).map((review, index) => ({ ...review, reviewer: readReviewer(Object(given[index])) }));
}

type LedgerPorts = Pick<Ports, 'ledger' | 'now'>;

/**
 * Assigns each listed review to its user, and answers for each in the order of the list. One review that is refused does
 * not stop the others. Reviews for which the time of the request is too short are not assigned. A repeated request answers
 * DONE for what the first one did.
 */
export function assignAll(
  ports: LedgerPorts,
  blindness: Blindness,
  { supervisor, items }: { readonly supervisor: string; readonly items: readonly SeenAssignment[] },
): Promise<readonly AssignmentResult[]> {
  const perform = (item: SeenAssignment) => assignOne(ports, blindness, supervisor, item);
  return eachInTime<SeenAssignment, AssignmentResult>(items, { perform, late: notBegun });
}

async function assignOne(
  ports: LedgerPorts,
  blindness: Blindness,
  supervisor: string,
  item: SeenAssignment,
): Promise<AssignmentResult> {
  const { applicationId } = item;
  const result = await tried(() =>
    changeEntry(ports, applicationId, (entry, now) => rulingOn(entry, { supervisor, item, now })),
  );
  if (result.ok) return { applicationId, result: 'DONE', review: itemOf(result.entry, ports.now(), blindness) };
  const { refusal } = result;
  return { applicationId, result: resultOfRefusal(refusal), detail: refusal.detail };
}

interface Assigning {
  readonly supervisor: string;
  readonly item: SeenAssignment;
  readonly now: Date;
}

/** Refused for a person who has decided already. Whether the person is a supervisor or the submitter is not known here. */
function rulingOn(entry: ReviewEntry, { supervisor, item: { reviewer: to, version }, now }: Assigning): Ruling {
  if (entry.version === version + 1 && heldClaim(entry, now)?.reviewer === to) return { keep: entry };
  const ruling = assign(entry, { supervisor, to }, now);
  if ('refusal' in ruling) return ruling;
  const refusal = personRefusal(entry, { reviewer: to, isSupervisor: true });
  if (refusal !== undefined) return { refusal };
  return entry.version === version ? ruling : { refusal: changed(entry.version) };
}
