import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { startKernel } from '../../../kernel.ts';

/**
 * A process that tests kill. Works on the data directory in its first argument: puts items into `orders`, creates
 * backups of it, and restores each into a table of its own. Prints one line per acknowledged call: `put <id>`,
 * `backup <arn> <number of items>`, `restored <table> <number of items>`.
 */
const kernel = await startKernel((k) => [createDynamoDb(k)], { dataDir: String(process.argv[2]) });
const acknowledged = (line: string) => process.stdout.write(`${line}\n`);

await kernel.as('dynamodb', 'CreateTable', {
  TableName: 'orders',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
});

for (let at = 0; ; at += 1) {
  await kernel.as('dynamodb', 'PutItem', { TableName: 'orders', Item: { id: { S: String(at) } } });
  acknowledged(`put ${at}`);
  if (at % 5 !== 0) continue;
  const { BackupDetails } = (await kernel.as('dynamodb', 'CreateBackup', {
    TableName: 'orders',
    BackupName: `after-${at}`,
  })) as { BackupDetails: { BackupArn: string } };
  acknowledged(`backup ${BackupDetails.BackupArn} ${at + 1}`);
  const TargetTableName = `restored-${at}`;
  await kernel.as('dynamodb', 'RestoreTableFromBackup', { TargetTableName, BackupArn: BackupDetails.BackupArn });
  acknowledged(`restored ${TargetTableName} ${at + 1}`);
}
