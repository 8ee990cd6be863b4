import type { Absence } from '../../shared/reviews/absences.ts';
import { changeEntry } from '../../shared/reviews/change-entry.ts';
import type { Ports } from '../../shared/reviews/decide.ts';
import { release } from '../../shared/reviews/rules.ts';
import { heldClaim } from '../../shared/reviews/view.ts';

export interface Absences {
  find(username: string): Promise<Absence | undefined>;
  put(absence: Absence): Promise<void>;
  remove(username: string): Promise<void>;
}

/** Ids of the open reviews with a claim of this person, which may be over. Eventually consistent. */
type ClaimedBy = (reviewer: string) => Promise<readonly string[]>;

export interface AbsencePorts extends Pick<Ports, 'ledger' | 'now'> {
  readonly absences: Absences;
  readonly claimedBy: ClaimedBy;
}

/**
 * Stores an absence, then releases the reviews that the person holds. Returns the ids of the released reviews. In this order
 * a person who is away gets no review between the two steps.
 */
export async function setAbsence(
  ports: AbsencePorts,
  { username, until, setBy }: Omit<Absence, 'setAt'>,
): Promise<Absence & { readonly released: readonly string[] }> {
  const absence = { username, until, setBy, setAt: ports.now().toISOString() };
  await ports.absences.put(absence);
  const released: string[] = [];
  for (const applicationId of await ports.claimedBy(username))
    if (await isReleased(ports, applicationId, absence)) released.push(applicationId);
  return { ...absence, released };
}

/** False if the person does not hold the review any more, or if the review has ended. */
async function isReleased(ports: AbsencePorts, applicationId: string, { username, setBy }: Absence): Promise<boolean> {
  let isHeld = false;
  const result = await changeEntry(ports, applicationId, (entry, now) => {
    isHeld = heldClaim(entry, now)?.reviewer === username;
    // A person may release own reviews, a supervisor those of others.
    return isHeld ? release(entry, { reviewer: setBy, isSupervisor: true }, now) : { keep: entry };
  });
  return result.ok && isHeld;
}
