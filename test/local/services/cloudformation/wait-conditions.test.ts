import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../../directory-per-test.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { getAtt, one, role } from '../../template/start-template.ts';

type Json = Record<string, unknown>;

const PROGRAM = join(import.meta.dirname, '../../../../local/bin/one-machine.js');
const WAITING = 'The deployment waits for signals.';

const directory = directoryPerTest();

const condition = (properties: Json = {}): Json => ({
  Handle: one('AWS::CloudFormation::WaitConditionHandle'),
  Condition: one('AWS::CloudFormation::WaitCondition', { Handle: { Ref: 'Handle' }, Timeout: '600', ...properties }),
});

const OUTPUTS = { Data: { Value: getAtt('Condition', 'Data') }, Url: { Value: { Ref: 'Handle' } } };

const write = (Resources: Json, Outputs: Json = OUTPUTS): string => {
  mkdirSync(join(directory(), 'cdk.out/asset.code'), { recursive: true });
  const assets = { 'code.zip': 'asset.code' };
  return writeAssembly(join(directory(), 'cdk.out'), { shop: { Resources, Outputs } }, { assets });
};

/** Starts with these resources; calls `signal` with the URL for which the deployment waits. */
const start = async (
  resources: Json,
  { signal = async () => {}, outputs = OUTPUTS }: { signal?: (url: string) => Promise<unknown>; outputs?: Json } = {},
): Promise<Runtime> => {
  const sent: Promise<unknown>[] = [];
  const info = (message: string, fields?: Json): void => {
    if (message === WAITING) sent.push(signal(String(fields?.url)));
  };
  const log = { info, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  const assembly = write(resources, outputs);
  try {
    return await startRuntime({ port: 0, assembly, dataDir: join(directory(), 'data'), log });
  } finally {
    await Promise.all(sent);
  }
};

const put = async (url: string, body: unknown): Promise<number> => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(url, { method: 'PUT', body: text })).status;
};

const success = (UniqueId: string, Data = `data of ${UniqueId}`): Json => ({
  Status: 'SUCCESS',
  Reason: 'done',
  UniqueId,
  Data,
});

const outputsOf = ({ deployment }: Runtime): Json =>
  Object.fromEntries((deployment?.outputs ?? []).map(({ name, value }) => [name, value]));

describe('a wait condition', () => {
  test('ends with a signal to the URL of its handle, whose data is an attribute', async () => {
    const statuses: number[] = [];
    const runtime = await start(condition(), {
      signal: async (url) => void statuses.push(await put(url, success('one'))),
    });
    const { Data, Url } = outputsOf(runtime);
    await runtime.stop();
    expect(statuses).toEqual([200]);
    expect(Data).toBe('{"one":"data of one"}');
    expect(Url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_signal\/[\w-]{43}$/);
  });

  test('waits for as many different signals as its count; a repeated one is ignored', async () => {
    const runtime = await start(condition({ Count: '2' }), {
      signal: async (url) => {
        await put(url, success('one'));
        await put(url, success('one', 'again'));
        await put(url, { Status: 'SUCCESS', UniqueId: 'two' });
      },
    });
    expect(outputsOf(runtime).Data).toBe('{"one":"data of one","two":""}');
    await runtime.stop();
  });

  test('is signalled by a function of the template', async () => {
    const CODE = `export const handler = async ({ ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties }) => {
      const put = (url, body) => fetch(url, { method: 'PUT', body: JSON.stringify(body) });
      await put(ResourceProperties.Url, { Status: 'SUCCESS', UniqueId: 'function', Data: 'ready' });
      await put(ResponseURL, { Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, PhysicalResourceId: 'x' });
    };`;
    const resources = {
      ...condition(),
      Role: role('lambda.amazonaws.com'),
      Function: one('AWS::Lambda::Function', {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: getAtt('Role'),
        Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      }),
      Sender: one('Custom::Sender', { ServiceToken: getAtt('Function'), Url: { Ref: 'Handle' } }),
    };
    write(resources);
    writeFileSync(join(directory(), 'cdk.out/asset.code/index.mjs'), CODE);
    const runtime = await start(resources);
    expect(outputsOf(runtime).Data).toBe('{"function":"ready"}');
    await runtime.stop();
  });

  test('fails with a signal of failure, and waits again at the next start', async () => {
    const failure = { Status: 'FAILURE', Reason: 'no room', UniqueId: 'one' };
    await expect(start(condition(), { signal: (url) => put(url, failure) })).rejects.toThrow(
      "shop Condition (AWS::CloudFormation::WaitCondition): WaitCondition received failed message: 'no room' for uniqueId: one",
    );
    const runtime = await start(condition(), { signal: (url) => put(url, success('one')) });
    expect(outputsOf(runtime).Data).toBe('{"one":"data of one"}');
    await runtime.stop();
  });

  test('fails without enough signals after its timeout', async () => {
    await expect(start(condition({ Count: 2, Timeout: 1 }))).rejects.toThrow(
      'WaitCondition timed out. Received 0 conditions when expecting 2',
    );
  });

  test('does not wait again at a later start, whose port is another one, and cannot be changed', async () => {
    const urls: string[] = [];
    const signal = async (url: string) => {
      urls.push(url);
      await put(url, success('one'));
    };
    await (await start(condition(), { signal })).stop();
    const again = await start(condition(), { signal });
    const { Data, Url } = outputsOf(again);
    expect(Data).toBe('{"one":"data of one"}');
    expect(new URL(String(Url)).origin).toBe(again.endpoint);
    await again.stop();
    expect(urls).toHaveLength(1);
    await expect(start(condition({ Count: 2 }), { signal })).rejects.toThrow(
      'Update to resource type AWS::CloudFormation::WaitCondition is not supported.',
    );
  });

  test('with the handle of another one sees its signals, as on AWS', async () => {
    const resources = condition();
    const more = { Second: { ...Object(resources.Condition), DependsOn: 'Condition' } };
    const runtime = await start(
      { ...resources, ...more },
      {
        signal: (url) => put(url, success('one')),
        outputs: { Data: { Value: getAtt('Second', 'Data') } },
      },
    );
    expect(outputsOf(runtime).Data).toBe('{"one":"data of one"}');
    await runtime.stop();
  });

  test.each([
    ['no handle', { Handle: undefined }, 'Handle: this property is required'],
    ['no timeout', { Timeout: undefined }, 'Timeout: must be an integer from 1 to 43200'],
    ['a timeout above 12 hours', { Timeout: '43201' }, 'Timeout: must be an integer from 1 to 43200'],
    ['a count of 0', { Count: 0 }, 'Count: must be an integer of at least 1'],
  ])('with %s is refused before anything is created', async (_, properties, message) => {
    await expect(start(condition(properties), { outputs: {} })).rejects.toThrow(message);
  });

  test('with a handle that is none fails', async () => {
    await expect(start(condition({ Handle: 'https://example.com/_signal/x' }))).rejects.toThrow(
      'Handle is not the URL of a wait condition handle',
    );
  });
});

describe('the URL of a handle', () => {
  test('takes only valid signals; all other requests wait for the end of the start', async () => {
    const statuses: unknown[] = [];
    const runtime = await start(condition(), {
      signal: async (url) => {
        statuses.push(
          await put(url, 'no JSON'),
          await put(url, []),
          await put(url, { ...success('one'), Status: 'DONE' }),
          await put(url, { ...success('one'), UniqueId: undefined }),
          await put(url, { ...success('one'), Data: { a: 1 } }),
          await put(url, success('one', 'x'.repeat(4096))),
          await put(`${url}x`, success('one')),
          (await fetch(url)).status,
          (await fetch(new URL('/', url), { method: 'POST' })).status,
          (await fetch(new URL('/_local/health', url))).status,
        );
        await put(url, success('one'));
      },
    });
    await runtime.stop();
    expect(statuses).toEqual([400, 400, 400, 400, 400, 400, 403, 405, 503, 503]);
  });

  test('is deleted with the handle', async () => {
    const runtime = await start({ Handle: condition().Handle }, { outputs: { Url: OUTPUTS.Url } });
    const { pathname } = new URL(String(outputsOf(runtime).Url));
    expect(await put(`${runtime.endpoint}${pathname}`, success('one'))).toBe(200);
    await runtime.stop();
    const without = await start({}, { outputs: {} });
    expect(await put(`${without.endpoint}${pathname}`, success('one'))).toBe(403);
    await without.stop();
  });
});

test('after kill -9 an acknowledged signal counts at the next start', async () => {
  const resources = condition({ Count: 2 });
  const args = [PROGRAM, write(resources), '--port', '0', '--data-dir', join(directory(), 'data')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'pipe'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stderr)) {
    if (!line.includes(WAITING)) continue;
    const [url = ''] = /http:[^"]*_signal[^"]*/.exec(line) ?? [];
    expect(await put(url, success('one'))).toBe(200);
    child.kill('SIGKILL');
  }
  await ended;
  const runtime = await start(resources, { signal: (url) => put(url, success('two')) });
  expect(outputsOf(runtime).Data).toBe('{"one":"data of one","two":"data of two"}');
  await runtime.stop();
});
