import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CaseEntry } from '../../../case-file/entry.ts';
import { callService } from '../errors.ts';

/** The last entry of a case file; undefined if it has none. Strongly consistent. */
export async function lastEntry(
  client: DynamoDBDocumentClient,
  TableName: string,
  applicationId: string,
): Promise<CaseEntry | undefined> {
  const query = new QueryCommand({
    TableName,
    KeyConditionExpression: '#id = :id',
    ExpressionAttributeNames: { '#id': 'applicationId' },
    ExpressionAttributeValues: { ':id': applicationId },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: 1,
  });
  const { Items = [] } = await callService('Reading the case file', () => client.send(query));
  return Items[0] as CaseEntry | undefined;
}
