import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { CaseEntry, Members, NewEntry } from '../../../case-file/entry.ts';
import { chained } from '../../../case-file/entry.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Change } from './change.ts';
import { nextEntry } from './next-entry.ts';
import { entryAbout, isAbout, type Notice } from './notice.ts';
import { type CaseFiles, ENTRIES_AT_ONCE } from './ports.ts';

export interface Ports {
  readonly files: CaseFiles;
  /** A random text that nobody can guess. */
  readonly newSalt: () => string;
  /** The rules in force, to explain checks whose results the record does not have. */
  readonly rules: CheckRules;
}

/** Each conflict means that another invocation added an entry. More than 20 in one file at once are rare. */
const MAX_CONFLICTS = 20;

/**
 * Appends the entries about changes of one application, in order; returns those that it added. Idempotent: the last entry
 * says which changes the file has, also after a crash between two entries of one change.
 * @throws TryAgainException
 */
export function appendChanges(
  ports: Ports,
  applicationId: string,
  changes: readonly Change[],
): Promise<readonly CaseEntry[]> {
  return append(ports, applicationId, {
    steps: changes.map((change) => (entries) => nextEntry(change, entries.at(-1), ports.rules)),
    read: async () => {
      const last = await ports.files.last(applicationId);
      return last === undefined ? [] : [last];
    },
    isNewFile: changes[0]?.table === 'applications' && changes[0].version === 1,
  });
}

/**
 * Appends the entries about notices of one application; returns those that it added. Idempotent: a notice that has an entry
 * gets no second one.
 * @throws TryAgainException
 */
export function appendNotices(
  ports: Ports,
  applicationId: string,
  notices: readonly Notice[],
): Promise<readonly CaseEntry[]> {
  return append(ports, applicationId, {
    steps: notices.map(
      (notice) => (entries) =>
        entries.some((entry) => isAbout(entry, notice)) ? undefined : entryAbout(notice, entries.at(-1)),
    ),
    read: () => ports.files.read(applicationId),
    isNewFile: false,
  });
}

interface Addition {
  /** Each returns the next entry of a file with these entries, as often as it has one. */
  readonly steps: readonly ((entries: readonly CaseEntry[]) => NewEntry | undefined)[];
  /** Reads the end of the file, as much of it as the steps need. */
  readonly read: () => Promise<readonly CaseEntry[]>;
  /** The file probably has no entries, so that it is read only if it has. */
  readonly isNewFile: boolean;
}

async function append(ports: Ports, applicationId: string, addition: Addition): Promise<readonly CaseEntry[]> {
  const { steps, read, isNewFile } = addition;
  if (steps.length === 0) return [];
  let entries = isNewFile ? [] : await read();
  const added: CaseEntry[] = [];
  let conflicts = 0;
  for (;;) {
    const missing = missingEntries(ports, applicationId, { entries, steps });
    if (missing.length === 0) return added;
    if (await ports.files.add(missing)) {
      entries = [...entries, ...missing];
      added.push(...missing);
      continue;
    }
    conflicts += 1;
    if (conflicts > MAX_CONFLICTS) throw new TryAgainException('Other invocations are writing this case file.');
    entries = await read();
  }
}

/** The entries that follow `entries`, at most as many as one call adds. */
function missingEntries(
  { newSalt }: Ports,
  applicationId: string,
  { entries, steps }: { readonly entries: readonly CaseEntry[]; readonly steps: Addition['steps'] },
): readonly CaseEntry[] {
  const all = [...entries];
  for (const step of steps)
    for (let entry = step(all); entry !== undefined; entry = step(all)) {
      if (all.length === entries.length + ENTRIES_AT_ONCE) return all.slice(entries.length);
      all.push(chained(applicationId, all.at(-1), salted(entry, newSalt)));
    }
  return all.slice(entries.length);
}

function salted({ personal, ...entry }: NewEntry, newSalt: () => string): NewEntry {
  if (personal === undefined) return entry;
  const withSalt: Members = { salt: newSalt(), ...personal };
  return { ...entry, personal: withSalt };
}
