import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../../handlers/shared/env.ts';

const TableName = requiredEnv('TOKENS_TABLE');

/** Called by the state that waits: whoever may read the table may answer. A token that comes again replaces the lost one. */
export async function handler({ id, taskToken }: { readonly id: string; readonly taskToken: string }): Promise<void> {
  await documentClient.send(new PutCommand({ TableName, Item: { id, taskToken } }));
}
