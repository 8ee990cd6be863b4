import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../../handlers/shared/document-client.ts';
import { requiredEnv } from '../../../handlers/shared/env.ts';

const TableName = requiredEnv('TOKENS_TABLE');

/**
 * The waiting state invokes this function, which stores the task token. The token of a retry replaces the earlier one.
 */
export async function handler({ id, taskToken }: { readonly id: string; readonly taskToken: string }): Promise<void> {
  await documentClient.send(new PutCommand({ TableName, Item: { id, taskToken } }));
}
