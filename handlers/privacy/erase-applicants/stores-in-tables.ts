import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { createIndexWriter } from '../../shared/applicant-index/index-table.ts';
import { entriesOf } from '../../shared/applicant-index/terms.ts';
import type { ApplicationRecord } from '../../shared/application-record.ts';
import { callService, isConditionFailure, TryAgainException } from '../../shared/errors.ts';
import type { ReviewEntry } from '../../shared/reviews/entry.ts';
import { createCaseFiles } from './case-files-table.ts';
import type { Items, Stores } from './ports.ts';

export interface TableNames {
  readonly applications: string;
  readonly reviews: string;
  readonly submissions: string;
  readonly caseEntries: string;
  readonly applicantIndex: string;
}

/** The stores in DynamoDB. */
export function createStores(client: DynamoDBDocumentClient, names: TableNames): Stores {
  const index = createIndexWriter(client, names.applicantIndex);
  return {
    records: createItems<ApplicationRecord>(client, names.applications, 'id'),
    reviews: createItems<ReviewEntry>(client, names.reviews, 'applicationId'),
    files: createCaseFiles(client, names.caseEntries),
    forgetApplicant: (record) => index.remove(entriesOf(record)),
    forgetSubmissions: (applicationId) => forgetSubmissions(client, names.submissions, applicationId),
  };
}

function createItems<Item extends { readonly version: number }>(
  client: DynamoDBDocumentClient,
  TableName: string,
  key: string,
): Items<Item> {
  return {
    find: async (id) => {
      const get = new GetCommand({ TableName, Key: { [key]: id }, ConsistentRead: true });
      return (await callService(`Reading ${TableName}`, () => client.send(get))).Item as Item | undefined;
    },
    replace: async (item) => {
      const put = new PutCommand({
        TableName,
        Item: item,
        ConditionExpression: '#version = :former',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':former': item.version - 1 },
      });
      try {
        await callService(`Erasing in ${TableName}`, () => client.send(put));
      } catch (error) {
        if (isConditionFailure(error)) throw new TryAgainException(`Another write to ${TableName} was first.`);
        throw error;
      }
    },
  };
}

/** The table has a day of submissions and no index by application, so that this reads all of it. */
async function forgetSubmissions(client: DynamoDBDocumentClient, TableName: string, applicationId: string) {
  const scan = {
    TableName,
    ConsistentRead: true,
    ProjectionExpression: '#id',
    FilterExpression: '#applicationId = :applicationId AND attribute_exists(#digest)',
    ExpressionAttributeNames: { '#id': 'id', '#applicationId': 'applicationId', '#digest': 'digest' },
    ExpressionAttributeValues: { ':applicationId': applicationId },
  };
  for await (const { Items = [] } of paginateScan({ client }, scan))
    for (const { id } of Items) {
      const update = new UpdateCommand({
        TableName,
        Key: { id },
        UpdateExpression: 'REMOVE #digest',
        ExpressionAttributeNames: { '#digest': 'digest' },
      });
      await callService('Erasing in the submissions', () => client.send(update));
    }
}
