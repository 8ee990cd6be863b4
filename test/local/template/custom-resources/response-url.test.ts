import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { getAtt, one } from '../start-template.ts';
import { type CustomApp, customApp, greeting, type Json } from './harness.ts';

let app: CustomApp;
beforeEach(() => {
  app = customApp();
});
afterEach(() => app.remove());

/** Deploys a custom resource that has this code instead of the provider's; returns its data. */
const dataOf = async (code: string): Promise<unknown> => {
  writeFileSync(join(app.directory, 'cdk.out/asset.code/index.mjs'), code);
  const Value = { 'Fn::Join': ['', getAtt('Greeting', 'Answers')] };
  const deployment = await app.deploy({ Greeting: greeting() }, { Outputs: { Answers: { Value } } });
  return JSON.parse(deployment?.outputs[0]?.value ?? '');
};

/** A handler that calls `ask` with the event, and responds with the list of texts that it returns as data. */
const asking = (ask: string): string => `
import https from 'node:https';
import { request } from 'node:https';
const send = (url, options, body) => new Promise((resolve, reject) =>
  request(url, options, (response) => resolve(response.statusCode)).on('error', reject).end(body));
const ask = ${ask};
export const handler = async (event) => {
  const { StackId, RequestId, LogicalResourceId } = event;
  const body = (PhysicalResourceId, Data = {}) =>
    JSON.stringify({ Status: 'SUCCESS', StackId, RequestId, LogicalResourceId, PhysicalResourceId, Data });
  const answers = await ask(event, body);
  await send(event.ResponseURL, { method: 'PUT' }, body('last', { Answers: [JSON.stringify(answers)] }));
};`;

describe('The response URL', () => {
  test('is refused with another signature, without one, and with another method', async () => {
    const ask = `async ({ ResponseURL: url }) => [
      await send(url.replace(/Signature=./, 'Signature=_'), { method: 'PUT' }, '{}'),
      await send(url.replace(/\\?.*/, ''), { method: 'PUT' }, '{}'),
      await send(url, { method: 'GET' }),
    ]`;
    expect(await dataOf(asking(ask))).toEqual([403, 403, 403]);
  });

  test.each([
    ['https.request with a URL', `send(url, { method: 'PUT' }, body)`],
    ['https.request with a URL object', `send(new URL(url), { method: 'PUT' }, body)`],
    [
      'https.request with options only',
      `(() => { const { hostname, pathname, search } = new URL(url);
        return new Promise((resolve) => https.request(
          { hostname, port: 443, path: pathname + search, method: 'PUT' },
          (response) => resolve(response.statusCode)).end(body)); })()`,
    ],
    ['fetch', `fetch(url, { method: 'PUT', body }).then(({ status }) => status)`],
    ['fetch with a Request', `fetch(new Request(url, { method: 'PUT', body })).then(({ status }) => status)`],
  ])('is reached by %s, and its first response counts', async (_, sending) => {
    const ask = `async ({ ResponseURL: url }, made) => {
      const body = made('first', { Answers: ['[', '"first"', ']'] });
      const status = await ${sending};
      if (status !== 200) throw new Error('status ' + status);
    }`;
    expect(await dataOf(asking(ask))).toEqual(['first']);
  });

  test('is the only address that is redirected: other hosts are really asked', async () => {
    const ask = `async ({ ResponseURL: url }) => {
      const other = url.replace(/^https:..[^/]*/, 'https://127.0.0.1:1');
      const code = (error) => (error.cause ?? error).code;
      return [await send(other, { method: 'PUT' }, '{}').catch(code), await fetch('https://127.0.0.1:9').catch((error) => error.cause.message)];
    }`;
    expect(await dataOf(asking(ask))).toEqual(['ECONNREFUSED', 'bad port']);
  });

  test('cannot be used from outside the runtime', async () => {
    const assembly = app.write({ Greeting: greeting() });
    const runtime = await startRuntime({ port: 0, assembly });
    const [received] = app.received();
    const { host, pathname, search } = new URL(received?.ResponseURL ?? '');
    const { port } = new URL(runtime.endpoint);
    const status = await new Promise((resolve) => {
      const options = { port, path: pathname + search, method: 'PUT', headers: { host } };
      request(options, (response) => resolve(response.statusCode)).end('{}');
    });
    await runtime.stop();
    expect(status).toBe(403);
  });
});

describe('A template is refused before anything is created', () => {
  test.each<[string, Json, string]>([
    ['without a service token', one('Custom::Greeting'), '(Custom::Greeting) ServiceToken: this property is required'],
    [
      'with the ARN of a queue as service token',
      one('Custom::Greeting', { ServiceToken: 'arn:aws:sqs:us-east-1:000000000000:jobs' }),
      'ServiceToken: arn:aws:sqs:us-east-1:000000000000:jobs is neither the ARN of a function nor of a topic',
    ],
    [
      'with a service timeout of 0',
      greeting({ ServiceTimeout: 0 }),
      'ServiceTimeout: must be an integer from 1 to 3600',
    ],
    [
      'with a service timeout of "3601"',
      greeting({ ServiceTimeout: '3601' }),
      'ServiceTimeout: must be an integer from',
    ],
    ['with a reference to nothing', greeting({ Name: { Ref: 'Nobody' } }), 'refers to Nobody, which is neither'],
    [
      'with a type name that AWS does not allow',
      { ...greeting(), Type: 'Custom::Good Morning' },
      '(Custom::Good Morning): the name of the type must have at most 60',
    ],
    [
      'with a custom resource of the CDK whose service does not exist here',
      { ...greeting(), Type: 'Custom::ECRAutoDeleteImages' },
      '(Custom::ECRAutoDeleteImages): its function calls ECR, which does not exist here',
    ],
  ])('%s', async (_, resource, message) => {
    expect(await app.failure({ Greeting: resource })).toContain(message);
    expect(app.received()).toEqual([]);
  });
});
