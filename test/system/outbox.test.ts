import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';
import { configFor } from '../support/clients.ts';
import { setMappingsOf } from '../support/mappings.ts';
import { allEnded, eventually, recordIn, type System, startSystem, submit } from '../support/system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };

let directory: string;
let system: System;
const start = async () => {
  system = await startSystem('--data-dir', directory);
};
beforeAll(async () => {
  directory = temporaryDirectory();
  await start();
});
afterAll(async () => {
  await system.kill();
  removeDirectory(directory);
});

const accountOf = async (applicationId: string) =>
  (await system.tables.send(new GetCommand({ TableName: 'accounts', Key: { applicationId }, ConsistentRead: true })))
    .Item;

const accountOpened = (id: string) => eventually(`the account of ${id}`, () => accountOf(id));

test('An outcome that is on record and was not announced when the process was killed is announced after the restart', async () => {
  await setMappingsOf(system, 'announce-outcomes', false);
  await submit(system, { id: 'unannounced', ...GOOD });
  await recordIn(system, 'unannounced', 'APPROVED');
  await allEnded(system, 1);
  expect(await accountOf('unannounced')).toBeUndefined();
  await system.kill();
  await start();
  await setMappingsOf(system, 'announce-outcomes', true);
  await accountOpened('unannounced');
});

test('An operator announces an application again; the account that is open stays as it is', async () => {
  const opened = await accountOpened('unannounced');
  const lambda = new LambdaClient(configFor(system.endpoint));
  const announce = async (...applicationIds: readonly string[]) => {
    const Payload = JSON.stringify({ applicationIds });
    const command = new InvokeCommand({ FunctionName: 'announce-outcomes', Payload });
    const { FunctionError, Payload: answer } = await lambda.send(command);
    return { FunctionError, answer: JSON.parse(answer?.transformToString() ?? '') };
  };
  expect(await announce('unannounced')).toEqual({ FunctionError: undefined, answer: { announced: 1 } });
  expect(await announce('nobody')).toMatchObject({
    FunctionError: 'Unhandled',
    answer: { errorMessage: '0 of 1 applications were announced.' },
  });
  await submit(system, { id: 'later', ...GOOD });
  await accountOpened('later');
  expect(await accountOf('unannounced')).toMatchObject({ accountId: opened.accountId, openedAt: opened.openedAt });
});
