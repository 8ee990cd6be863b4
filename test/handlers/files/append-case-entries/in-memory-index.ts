import type { ApplicantIndexWriter, IndexItem } from '../../../../handlers/shared/applicant-index/index-table.ts';
import type { IndexEntry } from '../../../../handlers/shared/applicant-index/terms.ts';

const keyOf = ({ term, entry }: IndexEntry): string => `${term} ${entry}`;

/** The applicant index in memory. `beforeAdd` may throw, as a failed call does. */
export class InMemoryIndex implements ApplicantIndexWriter {
  readonly keys = new Set<string>();
  /** Number of writes. */
  calls = 0;
  beforeAdd: () => void = () => {};

  async add(items: readonly IndexItem[]): Promise<void> {
    this.beforeAdd();
    this.calls += 1;
    for (const item of items) this.keys.add(keyOf(item));
  }

  async remove(entries: readonly IndexEntry[]): Promise<void> {
    this.calls += 1;
    for (const entry of entries) this.keys.delete(keyOf(entry));
  }
}
