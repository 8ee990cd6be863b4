import { nextFor } from '../../../api/next-for.ts';
import type { Me } from '../../../api/types.generated.ts';
import { changeEntry, type ReviewChangeResult } from '../../shared/reviews/change-entry.ts';
import type { Ports } from '../../shared/reviews/decide.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import { isSubmitter } from '../../shared/reviews/note-decision.ts';
import { othersWereFaster } from '../../shared/reviews/problems.ts';
import { claim, closedBy } from '../../shared/reviews/rules.ts';
import { type Blindness, itemOf } from '../../shared/reviews/view.ts';

/** Reads the open entries that are due first, at most `most`, in the order in which they are due. */
export type DueFirst = (most: number) => Promise<readonly ReviewEntry[]>;

type NextPorts = Pick<Ports, 'ledger' | 'findApplication' | 'now'> & { readonly dueFirst: DueFirst };

/** A request reads this many entries at most. If others hold all of them, it finds none. */
const MOST_READ = 500;
/** Claims that may fail because another reviewer was faster. One takes two calls of DynamoDB; all of them about a second. */
const MOST_LOST = 50;

/**
 * Claims the next review for a user, or renews the claim that the user has. Undefined if there is no review for the user. If
 * another reviewer is faster, takes the next review of the same list.
 */
export async function claimNext(
  ports: NextPorts,
  blindness: Blindness,
  me: Me,
): Promise<ReviewChangeResult | undefined> {
  const command = { reviewer: me.username, isSupervisor: me.roles.includes('supervisor'), takeOver: false };
  let lost = 0;
  for (const applicationId of await candidates(ports, blindness, me)) {
    const record = await ports.findApplication(applicationId);
    if (record === undefined || isSubmitter(record, me.username)) continue;
    const result = await changeEntry(ports, applicationId, (entry, now) => claim(entry, command, now));
    if (result.ok) return result;
    lost += 1;
    if (lost === MOST_LOST) return { ok: false, refusal: othersWereFaster() };
  }
  return undefined;
}

async function candidates({ dueFirst, now }: NextPorts, blindness: Blindness, me: Me): Promise<readonly string[]> {
  const at = now();
  const open = (await dueFirst(MOST_READ)).filter((entry) => closedBy(entry, at) === undefined);
  const reviews = open.map((entry) => itemOf(entry, at, blindness));
  return nextFor(reviews, me).map(({ applicationId }) => applicationId);
}
