import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../../local/src/runtime/runtime.ts';
import { clientsFor } from '../../../../support/clients.ts';
import { AWS_CLI, awsCli } from '../../../../support/system.ts';

let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({ port: 0 });
});
afterAll(() => runtime.stop());

const testWithCli = AWS_CLI ? test : test.skip;

testWithCli('the AWS CLI creates, lists, describes, restores and deletes backups', async () => {
  const clients = clientsFor(runtime.endpoint);
  const aws = (command: string) => awsCli(clients, 'dynamodb', ...command.split(' '));
  await aws(
    'create-table --table-name orders --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH',
  );
  await aws('put-item --table-name orders --item {"id":{"S":"a"}}');
  const arn = await aws('create-backup --table-name orders --backup-name monday --query BackupDetails.BackupArn');
  expect(await aws('list-backups --table-name orders --query BackupSummaries[].BackupArn')).toEqual([arn]);
  expect(await aws(`describe-backup --backup-arn ${arn} --query BackupDescription.BackupDetails.BackupStatus`)).toBe(
    'AVAILABLE',
  );
  await aws('delete-table --table-name orders');
  await aws(`restore-table-from-backup --target-table-name orders --backup-arn ${arn}`);
  await aws('wait table-exists --table-name orders');
  expect(await aws('scan --table-name orders --query Items')).toEqual([{ id: { S: 'a' } }]);
  await aws(
    'update-continuous-backups --table-name orders --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true',
  );
  await aws(
    'restore-table-to-point-in-time --source-table-name orders --target-table-name beside --use-latest-restorable-time',
  );
  expect(await aws('scan --table-name beside --query Count')).toBe(1);
  expect(await aws(`delete-backup --backup-arn ${arn} --query BackupDescription.BackupDetails.BackupStatus`)).toBe(
    'DELETED',
  );
});
