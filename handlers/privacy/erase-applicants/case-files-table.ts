import { type DynamoDBDocumentClient, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { lastEntry } from '../../shared/case-files/entries.ts';
import { callService } from '../../shared/errors.ts';
import type { CaseFiles } from './ports.ts';

/** The entries of case files in DynamoDB. Only this function removes something from an entry. */
export function createCaseFiles(client: DynamoDBDocumentClient, TableName: string): CaseFiles {
  return {
    last: (applicationId) => lastEntry(client, TableName, applicationId),
    numbersWithPersonal: async (applicationId) => {
      const query = {
        TableName,
        KeyConditionExpression: '#id = :id',
        FilterExpression: 'attribute_exists(#personal)',
        ProjectionExpression: '#number',
        ExpressionAttributeNames: { '#id': 'applicationId', '#personal': 'personal', '#number': 'number' },
        ExpressionAttributeValues: { ':id': applicationId },
        ConsistentRead: true,
      };
      const numbers: number[] = [];
      await callService('Reading the case file', async () => {
        for await (const { Items = [] } of paginateQuery({ client }, query))
          numbers.push(...Items.map(({ number }) => Number(number)));
      });
      return numbers;
    },
    removePersonal: async (applicationId, number) => {
      const update = new UpdateCommand({
        TableName,
        Key: { applicationId, number },
        UpdateExpression: 'REMOVE #personal',
        // Without this condition the update of a missing entry would create one.
        ConditionExpression: 'attribute_exists(#number)',
        ExpressionAttributeNames: { '#personal': 'personal', '#number': 'number' },
      });
      await callService('Erasing in the case file', () => client.send(update));
    },
  };
}
