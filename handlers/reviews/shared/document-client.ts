import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One client for the life of the execution environment. */
export const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
