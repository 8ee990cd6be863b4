import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry } from '../case-file/entry.ts';
import { verifyFile } from '../case-file/verify.ts';
import type { ItemState } from '../case-file/versions.ts';
import type { Clients } from '../test/support/clients.ts';
import { advance } from '../test/support/clock.ts';
import { answerOf } from './polling.ts';
import { broken, type Violation } from './violation.ts';

const itemsIn = async ({ tables }: Clients, TableName: string): Promise<readonly Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: tables }, { TableName, ConsistentRead: true }))
    found.push(...Items);
  return found;
};

/** The items that a case file describes, by application. */
const describedItems = async (clients: Clients): Promise<ReadonlyMap<string, readonly ItemState[]>> => {
  const described = new Map<string, ItemState[]>();
  for (const table of ['applications', 'reviews', 'accounts'])
    for (const { id, applicationId, version } of await itemsIn(clients, table)) {
      const key = String(id ?? applicationId);
      const own = described.get(key) ?? [];
      described.set(key, [...own, { table, version: Number(version ?? 1), isRecent: false }]);
    }
  return described;
};

/** What is wrong with the case files now. */
export const fileFaults = async (clients: Clients): Promise<readonly Violation[]> => {
  const entries = (await itemsIn(clients, 'case-entries')) as unknown as readonly CaseEntry[];
  const files = Map.groupBy(
    entries.toSorted((a, b) => a.number - b.number),
    ({ applicationId }) => applicationId,
  );
  return [...(await describedItems(clients))].flatMap(([applicationId, items]) => {
    const file = files.get(applicationId) ?? [];
    const ends = file.filter(({ kind }) => kind === 'OUTCOME_RECORDED').length;
    return [
      ...verifyFile(file, { applicationId, items }).flatMap(({ text }) =>
        broken('case files agree', applicationId, text),
      ),
      ...broken('case files agree', applicationId, ends !== 1 && `${ends} outcomes in the file`),
    ];
  });
};

/** What is wrong with the case files, once they have had the time to follow the records. */
export const unfaithfulFiles = async (clients: Clients): Promise<readonly Violation[]> => {
  let faults: readonly Violation[] = [];
  await answerOf(async () => {
    await advance(clients, 60);
    faults = await fileFaults(clients);
    return faults.length === 0 ? true : undefined;
  });
  return faults;
};
