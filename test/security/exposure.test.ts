import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRecord, recordIn, type System, startSystem, submit } from '../support/system.ts';

/** A request that a client can send. */
interface Endpoint {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const signed = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
});

const json = (service: string, target: string, body: object = {}): Endpoint => ({
  name: target,
  method: 'POST',
  path: '/',
  headers: { ...signed(service), 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const query = (service: string, action: string, version: string): Endpoint => ({
  name: `${service} ${action}`,
  method: 'POST',
  path: '/',
  headers: { ...signed(service), 'content-type': 'application/x-www-form-urlencoded' },
  body: `Action=${action}&Version=${version}`,
});

const rest = (service: string, method: string, path: string, body = ''): Endpoint => ({
  name: `${method} ${path}`,
  method,
  path,
  headers: signed(service),
  body,
});

const SUBMISSION = {
  EventBusName: 'account-applications',
  Source: 'account-applications',
  DetailType: 'ApplicationSubmitted',
  Detail: '{"application":{"id":"from-a-page","name":"Mallory","address":"1 Street"}}',
};

/** At least one endpoint of every service and every protocol. */
const AWS_ENDPOINTS: readonly Endpoint[] = [
  json('events', 'AWSEvents.PutEvents', { Entries: [SUBMISSION] }),
  json('states', 'AWSStepFunctions.ListStateMachines'),
  json('dynamodb', 'DynamoDB_20120810.ListTables'),
  json('sqs', 'AmazonSQS.ListQueues'),
  json('logs', 'Logs_20140328.DescribeLogGroups'),
  query('sqs', 'ListQueues', '2012-11-05'),
  query('sns', 'ListTopics', '2010-03-31'),
  query('iam', 'ListRoles', '2010-05-08'),
  query('sts', 'GetCallerIdentity', '2011-06-15'),
  rest('lambda', 'GET', '/2015-03-31/functions'),
  rest(
    'lambda',
    'POST',
    '/2015-03-31/functions/check-name/invocations',
    '{"command":"CHECK_NAME","data":{"name":"a"}}',
  ),
  rest('ses', 'POST', '/v2/email/outbound-emails', '{}'),
];

const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)', referer: 'https://evil.example/' };

interface Attack {
  readonly name: string;
  readonly method?: string;
  readonly headers?: (port: number) => Record<string, string>;
}

const withHeader = (header: string, value: string): Attack => ({
  name: `${header}: ${value}`,
  headers: (port) => ({ [header]: value.replace('PORT', String(port)) }),
});

/** Requests that a foreign page can make a browser send: by DNS rebinding, by script or by form. */
const ATTACKS: readonly Attack[] = [
  ...[
    'evil.example',
    'evil.example:PORT',
    'localhost.evil.example:PORT',
    '127.0.0.1.evil.example',
    '10.0.0.1:PORT',
  ].map((host) => withHeader('host', host)),
  ...[
    'https://evil.example',
    'null',
    'http://localhost:1',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1:PORT.evil.example',
    'file://',
  ].map((origin) => withHeader('origin', origin)),
  ...['cross-site', 'same-site'].map((site) => withHeader('sec-fetch-site', site)),
  ...['OPTIONS', 'TRACE', 'PROPFIND', 'LOCK'].map((method) => ({ name: method, method })),
  ...['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded'].map((type) => ({
    name: `a form of ${type}`,
    method: 'POST',
    headers: () => ({ ...BROWSER, 'content-type': type }),
  })),
];

let system: System;
let port: number;
let endpoints: readonly Endpoint[];

const send = ({ method, path, headers, body }: Omit<Endpoint, 'name'>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...length, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(body);
  });

const attacked = (endpoint: Endpoint, { method = endpoint.method, headers = () => ({}) }: Attack): Promise<Answer> =>
  send({ ...endpoint, method, headers: { ...endpoint.headers, ...headers(port) } });

/** The runtime's own endpoints, from the list in its 404 response. */
const localEndpoints = async (): Promise<Endpoint[]> => {
  const { message } = (await (await fetch(`${system.endpoint}/_local/nothing`)).json()) as { message: string };
  return [...message.matchAll(/(GET|POST|DELETE) (\/_local\/[\w/-]+)/g)].map(([name, method = '', path = '']) => ({
    name,
    method,
    path,
    headers: {},
    body: path === '/_local/clock' && method === 'POST' ? '{"advanceSeconds":86400}' : '',
  }));
};

const aheadSeconds = async (): Promise<number> =>
  ((await (await fetch(`${system.endpoint}/_local/clock`)).json()) as { aheadSeconds: number }).aheadSeconds;

beforeAll(async () => {
  system = await startSystem();
  port = Number(new URL(system.endpoint).port);
  endpoints = [...(await localEndpoints()), ...AWS_ENDPOINTS];
  await submit(system, { id: 'kept', name: 'Spock', address: '1 Street' });
  await recordIn(system, 'kept', 'APPROVED');
});
afterAll(async () => {
  await system.stop();
});

describe('A foreign page in a browser on this machine', () => {
  test('is refused at every endpoint for every kind of request, without any effect', async () => {
    const answers: string[] = [];
    for (const endpoint of endpoints)
      for (const attack of ATTACKS) {
        const { status, headers } = await attacked(endpoint, attack);
        const cors = Object.keys(headers).filter((name) => name.startsWith('access-control-'));
        if (![403, 405, 415].includes(status) || cors.length > 0)
          answers.push(`${endpoint.name} with ${attack.name}: ${status} ${cors.join(' ')}`);
      }
    expect(answers).toEqual([]);
    expect(await aheadSeconds()).toBe(0);
    expect(await readRecord(system, 'kept')).toMatchObject({ state: 'APPROVED' });
    expect(await readRecord(system, 'from-a-page')).toBeUndefined();
    console.log(
      `${endpoints.length * ATTACKS.length} requests refused: ${endpoints.length} endpoints × ${ATTACKS.length} foreign hosts, origins, sites, methods and forms`,
    );
    expect(endpoints.length).toBeGreaterThanOrEqual(18);
  });

  test('cannot write with a method that an endpoint does not have', async () => {
    const local = endpoints.filter(({ path }) => path.startsWith('/_local/'));
    const known = new Set(local.map(({ name }) => name));
    for (const { path } of local)
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'].filter((verb) => !known.has(`${verb} ${path}`)))
        expect([method, path, (await send({ method, path, headers: {}, body: '' })).status]).toEqual([
          method,
          path,
          404,
        ]);
  });
});

describe('A client on this machine', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]'])('is served under the name %s', async (name) => {
    const headers = { host: `${name}:${port}` };
    const { status, body } = await send({ method: 'GET', path: '/_local/health', headers, body: '' });
    expect([status, JSON.parse(body)]).toEqual([200, { status: 'ok' }]);
  });

  test('is served at every endpoint that refuses a foreign page', async () => {
    const statuses = [];
    for (const endpoint of endpoints.filter(({ path }) => path !== '/_local/reset'))
      statuses.push([endpoint.name, (await send(endpoint)).status]);
    const refused = statuses.filter(([, status]) => [403, 404, 405, 415, 500].includes(Number(status)));
    expect(refused).toEqual([]);
    expect(await aheadSeconds()).toBe(86_400);
  });

  test('that is a browser may read if the user typed the address, and may write from a page of the runtime', async () => {
    const typed = { ...BROWSER, 'sec-fetch-site': 'none' };
    expect((await send({ method: 'GET', path: '/_local/mail', headers: typed, body: '' })).status).toBe(200);
    const own = { ...BROWSER, origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    const move = { method: 'POST', path: '/_local/clock', headers: own, body: '{"advanceSeconds":0}' };
    expect((await send(move)).status).toBe(200);
  });

  test('with a browser’s User-Agent, such as PowerShell, may write if its Content-Type is JSON', async () => {
    const shell = { 'user-agent': 'Mozilla/5.0 (Windows NT; en-US) WindowsPowerShell/5.1' };
    const move = { method: 'POST', path: '/_local/clock', body: '{"advanceSeconds":0}' };
    expect((await send({ ...move, headers: { ...shell, 'content-type': 'application/json' } })).status).toBe(200);
    expect((await send({ ...move, headers: shell })).status).toBe(403);
  });

  test('can reset the runtime', async () => {
    expect((await send({ method: 'POST', path: '/_local/reset', headers: {}, body: '' })).status).toBe(200);
    expect(await readRecord(system, 'kept')).toBeUndefined();
  });
});

describe('A request', () => {
  const health = (headers: Record<string, string>) =>
    send({ method: 'GET', path: '/_local/health', headers, body: '' });

  test('with more than a hundred headers is refused', async () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-header-${index}`, 'a']));
    expect((await health(many(90))).status).toBe(200);
    expect((await health(many(101))).status).toBe(431);
    expect((await health(many(1_000))).status).toBe(431);
  });

  test('with too long headers is refused', async () => {
    expect((await health({ 'x-long': 'a'.repeat(40_000) })).status).toBe(431);
  });

  test('with a too large Content-Length is refused before its body is read', async () => {
    const [put] = AWS_ENDPOINTS;
    if (!put) throw new Error('no endpoint');
    const sent = new Promise((resolve) => {
      const open = request(
        { host: '127.0.0.1', port, method: 'POST', headers: { ...put.headers, 'content-length': String(2 ** 30) } },
        (response) => resolve(response.statusCode),
      );
      open.on('error', resolve).flushHeaders();
    });
    expect(await sent).toBe(413);
  });

  test.each(
    AWS_ENDPOINTS.filter(({ method }) => method === 'POST').map((endpoint) => [endpoint.name, endpoint] as const),
  )('of JSON or parameters nested too deep is refused by %s without an internal error', async (_, endpoint) => {
    const body = endpoint.body.startsWith('Action')
      ? `${endpoint.body}&${'A.'.repeat(100_000)}A=1`
      : `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    const { status } = await send({ ...endpoint, body });
    expect(status).toBe(400);
  });
});
