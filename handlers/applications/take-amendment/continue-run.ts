import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { isTokenGone } from '../../shared/reviews/token-gone.ts';
import type { Continue } from './ports.ts';

/**
 * Sends the token of the waiting run to Step Functions. The output has no data: the run reads the amendment from the
 * record.
 */
export function createContinue(sfn: SFNClient, client: DynamoDBDocumentClient, table: string): Continue {
  return async (applicationId) => {
    const read = new GetCommand({ TableName: table, Key: { applicationId }, ConsistentRead: true });
    const { Item } = await callService('Reading the waiting run', () => client.send(read));
    if (Item === undefined) return 'GONE';
    const command = new SendTaskSuccessCommand({ taskToken: String(Item.taskToken), output: '{}' });
    try {
      await callService('Continuing the run', () => sfn.send(command));
      return 'CONTINUED';
    } catch (error) {
      if (isTokenGone(error)) return 'GONE';
      throw error;
    }
  };
}
