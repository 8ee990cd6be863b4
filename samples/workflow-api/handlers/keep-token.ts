import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../../handlers/shared/env.ts';

const TableName = requiredEnv('TOKENS_TABLE');

/** Invoked by the waiting state: stores its task token. A retry's token replaces the earlier one. */
export async function handler({ id, taskToken }: { readonly id: string; readonly taskToken: string }): Promise<void> {
  await documentClient.send(new PutCommand({ TableName, Item: { id, taskToken } }));
}
