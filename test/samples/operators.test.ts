import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runApps } from '../cli/apps-process.ts';
import { signIn } from '../support/api.ts';
import { describeInBrowser } from '../support/browser.ts';
import { consoleOf } from '../support/console.ts';
import { findingsInAllLooks } from '../support/page.ts';
import { ended, type System, startSystem } from '../support/system.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:order-fulfilment';

let system: System;
let home: string;
beforeAll(async () => {
  system = await startSystem('--samples');
  home = mkdtempSync(join(tmpdir(), 'apps-'));
  await system.tables.send(new PutCommand({ TableName: 'inventory', Item: { id: 'plate', stock: 1 } }));
  const input = JSON.stringify({ orderId: 'o-1', item: { id: 'plate', num_of_items: 2 } });
  const started = await system.sfn.send(new StartExecutionCommand({ stateMachineArn: MACHINE, name: 'o-1', input }));
  await ended(system, started.executionArn ?? '');
});
afterAll(async () => {
  await system?.kill();
  rmSync(home, { recursive: true, force: true });
});

test('apps graph draws the execution of a sample', async () => {
  const apps = (...args: readonly string[]) => runApps(system, args, { env: { XDG_STATE_HOME: home } });
  await apps('login', '--user', 'operator-1');
  const { code, output } = await apps('graph', 'o-1', '--machine', 'order-fulfilment');
  expect(code).toBe(0);
  expect(output).toContain('FAILED since');
  for (const state of ['Check Inventory', 'Cancel Order', 'Order Cancelled']) expect(output).toContain(state);
  expect((await apps('graph', 'o-1', '--machine', 'no-such-machine')).code).toBe(3);
});

test('the API lists state machines and their executions, and refuses unknown names', async () => {
  const operator = await signIn(system, 'operator-1');
  const machines = (await operator.get('/operations/machines')).body as { items: { name: string }[] };
  expect(machines.items.map(({ name }) => name)).toEqual([
    'account-application',
    'apartment-booking',
    'callback',
    'order-fulfilment',
    'promotion-approval',
    'status-audit',
  ]);
  const { body } = await operator.get('/operations/executions?machine=order-fulfilment&status=FAILED');
  expect(body).toMatchObject({ items: [{ name: 'o-1', status: 'FAILED' }] });
  for (const name of ['no-such-machine', 'a:b'])
    expect((await operator.get(`/operations/executions?machine=${name}`)).status).toBe(400);
});

describeInBrowser('The console', ({ visit }) => {
  test('shows the executions of a sample, and one execution as a graph', async () => {
    const page = await visit(await consoleOf(system), 'operator-1');
    await page.goto(`${new URL(page.url()).origin}/executions`);
    await page.getByRole('button', { name: /State machine/ }).click();
    await page.getByRole('option', { name: 'order-fulfilment' }).click();
    await page.getByRole('link', { name: 'o-1' }).click();
    await page.getByLabel('Cancel Order: succeeded').waitFor();
    await page.getByLabel('Order Cancelled: failed').waitFor();
    expect(await findingsInAllLooks(page)).toEqual([]);
    await page.close();
  });
});
