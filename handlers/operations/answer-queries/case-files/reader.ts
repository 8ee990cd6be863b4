import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { SealedHead } from '../../../../api/types.generated.ts';
import { allEntries } from '../../../shared/case-files/entries.ts';
import { callService } from '../../../shared/errors.ts';
import type { CaseFileReader } from './ports.ts';

/** Read access to the tables of entries and of sealed heads. */
export function createCaseFileReader(
  client: DynamoDBDocumentClient,
  tables: { readonly entries: string; readonly seals: string },
): CaseFileReader {
  return {
    entries: (applicationId) => allEntries(client, tables.entries, applicationId),
    sealedHead: async (applicationId) => {
      const get = new GetCommand({ TableName: tables.seals, Key: { id: applicationId }, ConsistentRead: true });
      const { Item } = await callService('Reading the seal of a case file', () => client.send(get));
      if (Item === undefined) return undefined;
      const { number, hash, sealedAt } = Item as SealedHead;
      return { number, hash, sealedAt };
    },
  };
}
