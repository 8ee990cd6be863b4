import { DescribeExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { DeleteCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { TABLES } from '../../cli/system-names.ts';
import type { SmokeClients } from './clients.ts';
import type { SmokeSample } from './samples.ts';

/** Tables with one item for each application, and the name of their key. */
const KEYS = {
  [TABLES.applications]: 'id',
  [TABLES.reviews]: 'applicationId',
  [TABLES.reviewTokens]: 'applicationId',
  [TABLES.accounts]: 'applicationId',
};

/**
 * Stops the executions of these applications that still run, and deletes their items. Executions, archived events, mails
 * and case files stay, because nothing can delete them before their retention ends.
 */
export async function cleanUp(clients: SmokeClients, samples: readonly SmokeSample[]): Promise<void> {
  for (const { id } of samples) {
    await stopRun(clients, id);
    for (const [TableName, key] of Object.entries(KEYS))
      await clients.tables.send(new DeleteCommand({ TableName, Key: { [key]: id } }));
  }
}

async function stopRun({ sfn, tables }: SmokeClients, id: string): Promise<void> {
  const { Item } = await tables.send(new GetCommand({ TableName: TABLES.applications, Key: { id } }));
  if (typeof Item?.executionArn !== 'string') return;
  const { executionArn } = Item;
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  if (status === 'RUNNING')
    await sfn.send(new StopExecutionCommand({ executionArn, cause: 'The smoke test has ended.' }));
}
