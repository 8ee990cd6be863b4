import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clients } from './clients.ts';
import { pendingToken } from './system.ts';

/** Stores the task token of a pending review as earlier versions did: in the entry of the ledger. */
export const moveTokenToLedger = async (clients: Clients, applicationId: string): Promise<void> => {
  const taskToken = await pendingToken(clients, applicationId);
  await clients.tables.send(
    new UpdateCommand({
      TableName: 'reviews',
      Key: { applicationId },
      UpdateExpression: 'SET taskToken = :token REMOVE tokenFingerprint',
      ExpressionAttributeValues: { ':token': taskToken },
    }),
  );
  await clients.tables.send(new DeleteCommand({ TableName: 'review-tokens', Key: { applicationId } }));
};
