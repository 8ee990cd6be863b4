import { type CaseEntry, chained, ERASED, ERASURE_CONFIRMED, ERASURE_REQUESTED } from '../../case-file/entry.ts';
import type { RandomFile } from './random-file.ts';

const STEPS = [ERASURE_REQUESTED, ERASURE_CONFIRMED, ERASED];
const AT = '2026-02-28T12:00:00.000Z';

export const withoutPersonal = ({ personal: _, ...entry }: CaseEntry): CaseEntry => entry;

/** The file after an erasure: three entries about it at its end, and no personal data. */
export function erasedFile({ entries, known }: RandomFile): RandomFile {
  const all = [...entries];
  for (const [index, kind] of STEPS.entries()) {
    const source = { table: 'erasures', version: index + 1, part: 1, parts: 1 };
    all.push(chained(known.applicationId, all.at(-1), { at: AT, kind, source, facts: { requestedBy: 'privacy-1' } }));
  }
  const items = [...(known.items ?? []), { table: 'erasures', version: STEPS.length, isRecent: false }];
  return { entries: all.map(withoutPersonal), known: { ...known, items } };
}
