import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fileFaults, unfaithfulFiles } from '../../chaos/case-files.ts';
import { recordIn, type System, startSystem, submit } from '../support/system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
  for (const id of ['whole', 'cut']) {
    await submit(system, { id, name: 'Spock', address: '1 Street' });
    await recordIn(system, id, 'APPROVED');
  }
});
afterAll(() => system.stop());

test('The harness finds case files that agree with the records, and reports one whose outcome is removed', async () => {
  expect(await unfaithfulFiles(system)).toEqual([]);
  const Key = { applicationId: 'cut', number: 4 };
  await system.tables.send(new DeleteCommand({ TableName: 'case-entries', Key }));
  const faults = await fileFaults(system);
  expect(new Set(faults.map(({ invariant, subject }) => `${invariant}: ${subject}`))).toEqual(
    new Set(['case files agree: cut']),
  );
  expect(faults.map(({ what }) => what)).toContain('0 outcomes in the file');
});
