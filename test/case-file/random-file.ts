import { type CaseEntry, chained, type NewEntry } from '../../case-file/entry.ts';
import type { Known } from '../../case-file/verify.ts';

/** A file with what is known about it. */
export interface RandomFile {
  readonly entries: readonly CaseEntry[];
  readonly known: Known;
}

const NAMES = ['Spock', 'James T. Kirk', 'Zoë Ångström', '艾伦', 'O’Neil "Jack" \\ \u0007', '🖖 Leonard'];

/** A whole number from 0 to `below - 1`. */
export const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

/** A correct file of 2 to 14 changes of three items, sealed at a random entry or not at all. */
export function randomFile(random: () => number, index: number): RandomFile {
  const applicationId = `application-${index}`;
  const versions = new Map([['applications', 0]]);
  const entries: CaseEntry[] = [];
  const changes = 2 + below(random, 13);
  for (let change = 0; change < changes; change += 1) {
    const table = change === 0 ? 'applications' : (['applications', 'reviews', 'reviews'][below(random, 3)] ?? '');
    const version = (versions.get(table) ?? 0) + 1;
    versions.set(table, version);
    const parts = 1 + below(random, 3);
    for (let part = 1; part <= parts; part += 1)
      entries.push(chained(applicationId, entries.at(-1), newEntry(random, { table, version, part, parts })));
  }
  const items = [...versions].map(([table, version]) => ({ table, version, isRecent: false }));
  const head = entries[below(random, entries.length)];
  const sealed = random() < 0.5 && head !== undefined ? { number: head.number, hash: head.hash } : undefined;
  return { entries, known: { applicationId, items, sealed } };
}

function newEntry(random: () => number, source: NewEntry['source']): NewEntry {
  const facts = {
    state: 'PENDING',
    reasons: ['NAME', 'ADDRESS'].slice(below(random, 3)),
    amount: random() * 1e6,
    by: null,
  };
  const at = new Date(1_767_225_600_000 + below(random, 1e9)).toISOString();
  const entry = { at, kind: `KIND_${below(random, 5)}`, source, facts };
  const name = NAMES[below(random, NAMES.length)] ?? '';
  return random() < 0.5 ? entry : { ...entry, personal: { salt: String(random()), name, emails: [] } };
}
