import type { Clock } from '../clock.ts';
import type { Problem } from '../http/problem.ts';
import type { ReviewEntry } from './entry.ts';
import type { ReviewLedger } from './ports.ts';
import { tooManyAttempts, unknownReview } from './problems.ts';
import type { Ruling } from './rules.ts';

/** The entry after the change, or why the change was refused. */
export type ReviewChangeResult =
  | { readonly ok: true; readonly entry: ReviewEntry }
  | { readonly ok: false; readonly refusal: Problem };

/** An attempt fails only if another write succeeded (optimistic locking). More than 12 concurrent writers are rare. */
const MAX_ATTEMPTS = 12;

/**
 * Reads the entry, applies `rule` and writes the result. Starts again if another write has changed the entry meanwhile.
 */
export async function changeEntry(
  ports: { readonly ledger: ReviewLedger; readonly now: Clock },
  applicationId: string,
  rule: (entry: ReviewEntry, now: Date) => Ruling | Promise<Ruling>,
): Promise<ReviewChangeResult> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const entry = await ports.ledger.read(applicationId);
    if (entry === undefined) return { ok: false, refusal: unknownReview(applicationId) };
    const ruling = await rule(entry, ports.now());
    if ('refusal' in ruling) return { ok: false, refusal: ruling.refusal };
    if ('keep' in ruling) return { ok: true, entry: ruling.keep };
    // A decision that was read before the erasure would bring its comment back.
    if (entry.erasedAt !== undefined) return { ok: true, entry };
    const written = await ports.ledger.write(ruling.write);
    if (written !== undefined) return { ok: true, entry: written };
  }
  return { ok: false, refusal: tooManyAttempts() };
}
