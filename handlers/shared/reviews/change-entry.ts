import type { Clock } from '../clock.ts';
import type { Problem } from '../http/problem.ts';
import type { ReviewEntry } from './entry.ts';
import type { ReviewLedger } from './ports.ts';
import { tooManyAttempts, unknownReview } from './problems.ts';
import type { Ruling } from './rules.ts';

export type ReviewChangeResult =
  | { readonly ok: true; readonly entry: ReviewEntry }
  | { readonly ok: false; readonly refusal: Problem };

/** Each attempt that fails means that another one succeeded; few reviews have so many takers at once. */
const MAX_ATTEMPTS = 12;

/** Reads the entry, asks the rule, and writes what it says; all over again when another write came between. */
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
    const written = await ports.ledger.write(ruling.write);
    if (written !== undefined) return { ok: true, entry: written };
  }
  return { ok: false, refusal: tooManyAttempts() };
}
