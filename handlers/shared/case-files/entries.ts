import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry } from '../../../case-file/entry.ts';
import { callService } from '../errors.ts';

/** The strongly consistent query for the entries of a case file, in order. */
const queryFor = (TableName: string, applicationId: string) => ({
  TableName,
  KeyConditionExpression: '#id = :id',
  ExpressionAttributeNames: { '#id': 'applicationId' },
  ExpressionAttributeValues: { ':id': applicationId },
  ConsistentRead: true,
});

/** The last entry of a case file; undefined if it has none. Strongly consistent. */
export async function lastEntry(
  client: DynamoDBDocumentClient,
  TableName: string,
  applicationId: string,
): Promise<CaseEntry | undefined> {
  const query = new QueryCommand({ ...queryFor(TableName, applicationId), ScanIndexForward: false, Limit: 1 });
  const { Items = [] } = await callService('Reading the case file', () => client.send(query));
  return Items[0] as CaseEntry | undefined;
}

/** All entries of a case file, in order. Strongly consistent. */
export function allEntries(
  client: DynamoDBDocumentClient,
  TableName: string,
  applicationId: string,
): Promise<readonly CaseEntry[]> {
  return callService('Reading the case file', async () => {
    const entries: CaseEntry[] = [];
    for await (const { Items = [] } of paginateQuery({ client }, queryFor(TableName, applicationId)))
      entries.push(...(Items as CaseEntry[]));
    return entries;
  });
}

/** The put of an entry whose number the file does not have yet. */
export const newEntry = (TableName: string, Item: CaseEntry) => ({
  TableName,
  Item,
  ConditionExpression: 'attribute_not_exists(#number)',
  ExpressionAttributeNames: { '#number': 'number' },
});
