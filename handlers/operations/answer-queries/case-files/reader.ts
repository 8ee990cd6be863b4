import { type DynamoDBDocumentClient, GetCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry, SealedHead } from '../../../../api/types.generated.ts';
import { callService } from '../../../shared/errors.ts';
import type { CaseFileReader } from './ports.ts';

/** Read access to the tables of entries and of sealed heads. */
export function createCaseFileReader(
  client: DynamoDBDocumentClient,
  tables: { readonly entries: string; readonly seals: string },
): CaseFileReader {
  return {
    entries: (applicationId) =>
      callService('Reading the case file', () => entriesOf(client, tables.entries, applicationId)),
    sealedHead: async (applicationId) => {
      const get = new GetCommand({ TableName: tables.seals, Key: { id: applicationId }, ConsistentRead: true });
      const { Item } = await callService('Reading the seal of a case file', () => client.send(get));
      if (Item === undefined) return undefined;
      const { number, hash, sealedAt } = Item as SealedHead;
      return { number, hash, sealedAt };
    },
  };
}

async function entriesOf(
  client: DynamoDBDocumentClient,
  TableName: string,
  applicationId: string,
): Promise<readonly CaseEntry[]> {
  const query = {
    TableName,
    KeyConditionExpression: '#id = :id',
    ExpressionAttributeNames: { '#id': 'applicationId' },
    ExpressionAttributeValues: { ':id': applicationId },
    ConsistentRead: true,
  };
  const entries: CaseEntry[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) entries.push(...(Items as CaseEntry[]));
  return entries;
}
