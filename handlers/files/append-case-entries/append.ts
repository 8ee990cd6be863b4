import type { CheckRules } from '../../../api/check-rules/types.generated.ts';
import type { CaseEntry, Members, NewEntry } from '../../../case-file/entry.ts';
import { chained } from '../../../case-file/entry.ts';
import { TryAgainException } from '../../shared/errors.ts';
import type { Change } from './change.ts';
import { nextEntry } from './next-entry.ts';
import { entryAbout, isAbout, type Notice } from './notice.ts';
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
export function appendChanges(ports: Ports, applicationId: string, changes: readonly Change[]): Promise<number> {
  const steps = changes.map((change) => async (last: Last) => nextEntry(change, last, ports.rules));
  return append(ports, applicationId, steps);
}

/**
 * Appends the entries about notices of one application; returns how many it added. Idempotent: a notice that has an entry
 * gets no second one.
 * @throws TryAgainException
 */
export function appendNotices(ports: Ports, applicationId: string, notices: readonly Notice[]): Promise<number> {
  const steps = notices.map((notice) => async (last: Last) => {
    if (last !== undefined && isAbout(last, notice)) return undefined;
    const entries = await ports.files.read(applicationId);
    return entries.some((entry) => isAbout(entry, notice)) ? undefined : entryAbout(notice, last);
  });
  return append(ports, applicationId, steps);
}

/** The last entry of a file; undefined if it has none. */
type Last = CaseEntry | undefined;

/** Returns the next entry of a file that ends with `last`, as often as it has one. */
type Step = (last: Last) => Promise<NewEntry | undefined>;

async function append({ files, newSalt }: Ports, applicationId: string, steps: readonly Step[]): Promise<number> {
  if (steps.length === 0) return 0;
  let last = await files.last(applicationId);
  let added = 0;
  let conflicts = 0;
  for (const step of steps) {
    for (let entry = await step(last); entry !== undefined; entry = await step(last)) {
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
