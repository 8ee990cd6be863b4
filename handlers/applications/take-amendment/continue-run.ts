import type { SFNClient } from '@aws-sdk/client-sfn';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { succeedTask } from '../../shared/reviews/succeed-task.ts';
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
    const task = { taskToken: String(Item.taskToken), output: {} };
    return (await succeedTask(sfn, 'Continuing the run', task)) === 'TAKEN' ? 'CONTINUED' : 'GONE';
  };
}
