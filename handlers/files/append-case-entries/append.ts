import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { Members, NewEntry } from '../../../case-file/entry.ts';
import { chained } from '../../../case-file/entry.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Change } from './change.ts';
import { nextEntry } from './next-entry.ts';
import type { CaseFiles } from './ports.ts';

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
 * Appends the entries about changes of one application, in order; returns how many it added. Idempotent: the last entry
 * says which changes the file has, also after a crash between two entries of one change.
 * @throws TryAgainException
 */
export async function appendChanges(
  { files, newSalt, rules }: Ports,
  applicationId: string,
  changes: readonly Change[],
): Promise<number> {
  let last = await files.last(applicationId);
  let added = 0;
  let conflicts = 0;
  for (const change of changes) {
    for (let entry = nextEntry(change, last, rules); entry !== undefined; entry = nextEntry(change, last, rules)) {
      const next = chained(applicationId, last, salted(entry, newSalt));
      if (await files.add(next)) {
        last = next;
        added += 1;
        continue;
      }
      conflicts += 1;
      if (conflicts > MAX_CONFLICTS) throw new TryAgainException('Other invocations are writing this case file.');
      last = await files.last(applicationId);
    }
  }
  return added;
}

function salted({ personal, ...entry }: NewEntry, newSalt: () => string): NewEntry {
  if (personal === undefined) return entry;
  const withSalt: Members = { salt: newSalt(), ...personal };
  return { ...entry, personal: withSalt };
}
