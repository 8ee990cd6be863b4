import type { ResourceRecord } from './records.ts';

/**
 * Deletion order: each resource before its dependencies, otherwise the newest first. Breaks dependency cycles, which a
 * failed deployment may leave behind.
 */
export const deletionOrder = (records: readonly ResourceRecord[]): readonly ResourceRecord[] => {
  const byId = Map.groupBy(records, ({ stack, logicalId }) => `${stack}/${logicalId}`);
  const done = new Set<ResourceRecord>();
  const ordered: ResourceRecord[] = [];
  const visit = (record: ResourceRecord): void => {
    if (done.has(record)) return;
    done.add(record);
    for (const id of record.needs) for (const needed of byId.get(`${record.stack}/${id}`) ?? []) visit(needed);
    ordered.push(record);
  };
  for (const record of records.toSorted((a, b) => a.position - b.position)) visit(record);
  return ordered.toReversed();
};
