import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { APPLICANT_INDEX_KEY } from '../../../shared/applicant-index/contract.ts';
import { ApplicationsTable } from '../../../shared/applications-table.ts';
import { callService, TryAgainException } from '../../../shared/errors.ts';
import type { Indexed, PeopleReader } from './ports.ts';

/** Read access to the applicant index and to the records that it names. */
export function createPeopleReader(
  client: DynamoDBDocumentClient,
  tables: { readonly applications: string; readonly index: string },
): PeopleReader {
  const applications = new ApplicationsTable(client, tables.applications);
  return {
    entriesOf: async (term, limit) => {
      const query = new QueryCommand({
        TableName: tables.index,
        KeyConditionExpression: '#term = :term',
        ExpressionAttributeNames: { '#term': APPLICANT_INDEX_KEY.term },
        ExpressionAttributeValues: { ':term': term },
        ScanIndexForward: false,
        Limit: limit,
      });
      const { Items = [] } = await callService('Reading the applicant index', () => client.send(query));
      return Items as Indexed[];
    },
    wordsPage: async ({ term, prefix, after, limit }) => {
      const query = new QueryCommand({
        TableName: tables.index,
        KeyConditionExpression: '#term = :term AND begins_with(#entry, :prefix)',
        ExpressionAttributeNames: { '#term': APPLICANT_INDEX_KEY.term, '#entry': APPLICANT_INDEX_KEY.entry },
        ExpressionAttributeValues: { ':term': term, ':prefix': prefix },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === undefined ? {} : { ExclusiveStartKey: { ...after, term } }),
      });
      const { Items = [], LastEvaluatedKey } = await callService('Reading the applicant index', () =>
        client.send(query),
      );
      return { items: Items as Indexed[], last: LastEvaluatedKey };
    },
    records: async (ids) => {
      if (ids.length === 0) return [];
      const found = await applications.findAll(ids);
      if (ids.some((id) => !found.has(id)))
        throw new TryAgainException('DynamoDB throttled the reads of applications.');
      return ids.flatMap((id) => found.get(id) ?? []);
    },
  };
}
