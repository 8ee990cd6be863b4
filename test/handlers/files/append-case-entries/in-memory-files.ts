import type { CaseEntry } from '../../../../case-file/entry.ts';
import type { CaseFiles } from '../../../../handlers/files/append-case-entries/ports.ts';

/** The table of case entries in memory. `beforeAdd` may throw, as a crash or a failed call does. */
export class InMemoryFiles implements CaseFiles {
  readonly entries = new Map<string, CaseEntry[]>();
  beforeAdd: (entry: CaseEntry) => void = () => {};

  of(applicationId: string): readonly CaseEntry[] {
    return this.entries.get(applicationId) ?? [];
  }

  async last(applicationId: string): Promise<CaseEntry | undefined> {
    return this.of(applicationId).at(-1);
  }

  async read(applicationId: string): Promise<readonly CaseEntry[]> {
    return this.of(applicationId);
  }

  async add(entries: readonly CaseEntry[]): Promise<boolean> {
    for (const entry of entries) this.beforeAdd(entry);
    for (const { applicationId, number } of entries)
      if (this.of(applicationId).some((had) => had.number === number)) return false;
    for (const entry of entries) this.entries.set(entry.applicationId, [...this.of(entry.applicationId), entry]);
    return true;
  }
}
