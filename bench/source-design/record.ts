import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

/** The record of an application in this design. */
export interface ApplicationRecord {
  readonly id: string;
  readonly state: string;
  readonly [attribute: string]: unknown;
}

const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const TableName = process.env.APPLICATIONS_TABLE;

export const put = async (record: ApplicationRecord): Promise<ApplicationRecord> => {
  await tables.send(new PutCommand({ TableName, Item: record }));
  return record;
};

/**
 * Reads the whole record, changes it and writes it back, as the source design does. Of two concurrent changes one is
 * lost.
 */
export const change = async (id: string, changed: Partial<ApplicationRecord>): Promise<ApplicationRecord> => {
  const { Item } = await tables.send(new GetCommand({ TableName, Key: { id } }));
  if (Item === undefined) throw new Error(`There is no application ${id}.`);
  return put({ ...(Item as ApplicationRecord), ...changed });
};
