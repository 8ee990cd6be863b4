import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { REQUEST_EXPIRES_AT } from '../../shared/amendments/contract.ts';
import { callService } from '../../shared/errors.ts';
import { expiryAfter } from '../../shared/expiry.ts';
import type { KeepToken } from './ports.ts';

/** Days after the deadline at which DynamoDB deletes the token. A redriven run stores a new one. */
const KEPT_DAYS = 1;

/** Writes the table of waiting runs; its key is the application's id. */
export function createKeepToken(client: DynamoDBDocumentClient, table: string): KeepToken {
  return async ({ applicationId, taskToken, deadline }) => {
    const Item = { applicationId, taskToken, [REQUEST_EXPIRES_AT]: expiryAfter(deadline, KEPT_DAYS) };
    await callService('Storing the waiting run', () => client.send(new PutCommand({ TableName: table, Item })));
  };
}
