import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { getAtt } from '../start-template.ts';
import { customApp, greeting, type Received } from './harness.ts';

const PROGRAM = join(import.meta.dirname, '../../../../local/bin/one-machine.js');

/** Starts the runtime as a process of its own and kills it when the function has received a request. */
const killWhileWaiting = async (app: ReturnType<typeof customApp>, assembly: string): Promise<readonly Received[]> => {
  const changes = watch(app.directory);
  const args = [PROGRAM, assembly, '--port', '0', '--data-dir', join(app.directory, 'data')];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  for await (const _ of changes) {
    const received = app.received();
    if (received.length === 0) continue;
    child.kill('SIGKILL');
    await ended;
    return received;
  }
  return [];
};

test('after kill -9 while a custom resource is created, the next start repeats the same request and takes its response', async () => {
  const app = customApp();
  const resources = { Greeting: greeting({ OnCreate: 'wait' }) };
  const sections = { Outputs: { Id: { Value: { Ref: 'Greeting' } }, Token: { Value: getAtt('Provider') } } };
  const before = await killWhileWaiting(app, app.write(resources, sections));
  writeFileSync(join(app.directory, 'go'), '');
  const deployment = await app.deploy(resources, sections);
  const after = app.received();
  app.remove();
  expect(before).toHaveLength(1);
  expect(after).toEqual(before);
  expect(deployment?.changes['Custom::Greeting']).toEqual({ created: 1 });
  expect(deployment?.outputs).toContainEqual({ stack: 'pets', name: 'Id', value: 'greeting-1' });
});

test('after kill -9, a template with other properties replaces the request: the old response URL is invalid', async () => {
  const app = customApp();
  const assembly = app.write({ Greeting: greeting({ OnCreate: 'wait', Name: 'Ann' }) });
  const before = await killWhileWaiting(app, assembly);
  writeFileSync(join(app.directory, 'go'), '');
  const deployment = await app.deploy(
    { Greeting: greeting({ Name: 'Bea', OnCreate: '{"PhysicalResourceId":"bea"}' }) },
    {
      Outputs: { Id: { Value: { Ref: 'Greeting' } } },
    },
  );
  const after = app.received();
  app.remove();
  const [request] = after.filter(({ RequestId }) => RequestId !== before[0]?.RequestId);
  expect(request).toMatchObject({ RequestType: 'Create', ResourceProperties: { Name: 'Bea' } });
  expect(deployment?.outputs).toEqual([{ stack: 'pets', name: 'Id', value: 'bea' }]);
});
