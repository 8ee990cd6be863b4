import type { ResourceRecord } from './records.ts';

/**
 * Sorts resources that are to be deleted so that each comes before those it needs; else the newest first. Needs that go
 * round in a circle, as deployments that failed half way may leave them, are not followed twice.
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
