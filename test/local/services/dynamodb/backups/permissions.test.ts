import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SESSION, startAuthorizer } from '../../iam/authorizer-system.ts';

const table = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;
const BACKUP = `${table('orders')}/backup/01700000000000-0123abcd`;
/** What a restore does with its new table. */
const FILL = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map(
  (name) => `dynamodb:${name}`,
);

let system: Awaited<ReturnType<typeof startAuthorizer>>;
beforeEach(async () => {
  system = await startAuthorizer();
});
afterEach(() => system.kernel.stop());

const denied = (action: string, resource: string) =>
  `AccessDeniedException 400 ${SESSION} dynamodb:${action} on resource: ${resource} because no identity-based policy allows the dynamodb:${action} action`;

describe.each<[string, Record<string, unknown>, string]>([
  ['CreateBackup', { TableName: 'orders', BackupName: 'monday' }, table('orders')],
  ['CreateBackup', { TableName: table('orders'), BackupName: 'monday' }, table('orders')],
  ['DescribeBackup', { BackupArn: BACKUP }, BACKUP],
  ['DeleteBackup', { BackupArn: BACKUP }, BACKUP],
  ['ListBackups', { TableName: 'orders' }, '*'],
])('%s with %j', (action, input, resource) => {
  test(`needs the permission on ${resource}`, async () => {
    await system.grant(`dynamodb:${action}`, table('visits'));
    expect(system.denial('dynamodb', action, input)).toBe(denied(action, resource));
    await system.grant(`dynamodb:${action}`, resource);
    expect(system.denial('dynamodb', action, input)).toBe('allowed');
  });
});

describe('RestoreTableFromBackup', () => {
  const call = () =>
    system.denial('dynamodb', 'RestoreTableFromBackup', { BackupArn: BACKUP, TargetTableName: 'restored' });

  test('needs its permission on the backup and on the new table', async () => {
    await system.grant(['dynamodb:RestoreTableFromBackup', ...FILL], table('restored'));
    expect(call()).toBe(denied('RestoreTableFromBackup', BACKUP));
    await system.grant(['dynamodb:RestoreTableFromBackup', ...FILL], BACKUP);
    expect(call()).toBe(denied('RestoreTableFromBackup', table('restored')));
    await system.grant(['dynamodb:RestoreTableFromBackup', ...FILL], [BACKUP, table('restored')]);
    expect(call()).toBe('allowed');
  });

  test.each(FILL)('needs %s on the new table', async (missing) => {
    const others = FILL.filter((action) => action !== missing);
    await system.grant(['dynamodb:RestoreTableFromBackup', ...others], [BACKUP, table('restored')]);
    expect(call()).toBe(denied(missing.replace('dynamodb:', ''), table('restored')));
  });
});

describe('RestoreTableToPointInTime', () => {
  test.each([{ SourceTableName: 'orders' }, { SourceTableArn: table('orders') }])(
    'with %j needs its permission on the source, and those to read and write on the new table',
    async (source) => {
      const input = { ...source, TargetTableName: 'restored', UseLatestRestorableTime: true };
      const call = () => system.denial('dynamodb', 'RestoreTableToPointInTime', input);
      await system.grant('dynamodb:RestoreTableToPointInTime', table('orders'));
      expect(call()).toBe(denied('BatchWriteItem', table('restored')));
      await system.grant('dynamodb:*', table('restored'));
      expect(call()).toBe(denied('RestoreTableToPointInTime', table('orders')));
      await system.grant('dynamodb:*', [table('orders'), table('restored')]);
      expect(call()).toBe('allowed');
    },
  );
});
