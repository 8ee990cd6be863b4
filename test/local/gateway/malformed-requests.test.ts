import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../local/src/runtime/runtime.ts';

let runtime: Runtime;
const logged: string[] = [];
beforeAll(async () => {
  const log = { info: () => {}, warn: () => {}, error: (message: string) => void logged.push(message) };
  runtime = await startRuntime({ port: 0, log });
});
afterAll(async () => {
  await runtime.stop();
  expect(logged).toEqual([]);
});

interface Given {
  readonly scope: string;
  readonly method?: string;
  /** Sent as it is: `fetch` would correct it. */
  readonly path?: string;
  readonly type?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const FORM = 'application/x-www-form-urlencoded';

/** The status of the answer, and its error code. */
const refusalOf = ({
  scope,
  method = 'POST',
  path = '/',
  type = 'application/json',
  body = '',
  headers: more = {},
}: Given) =>
  new Promise<readonly [number | undefined, string | undefined]>((resolve, reject) => {
    const headers = {
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=00`,
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...more,
    };
    const { port } = new URL(runtime.endpoint);
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve([response.statusCode, String(response.headers['x-amzn-errortype'] ?? /<Code>(\w+)/.exec(text)?.[1])]);
    });
    sent.once('error', reject).end(body);
  });

test.each([
  ['lambda', 'GET', '/2015-03-31/functions/%'],
  ['lambda', 'DELETE', '/2015-03-31/functions/f/aliases/%zz'],
  ['pipes', 'GET', '/v1/pipes/%c3%28'],
  ['scheduler', 'GET', '/schedules/%'],
  ['apigateway', 'GET', '/apikeys/%'],
])('A path of %s with invalid percent-encoding is refused: %s %s', async (scope, method, path) => {
  expect(await refusalOf({ scope, method, path })).toEqual([400, 'SerializationException']);
});

test.each([
  ['sns', '2010-03-31'],
  ['iam', '2010-05-08'],
  ['sqs', '2012-11-05'],
])('A form of %s whose Action is a structure names no operation', async (scope, version) => {
  const [status, code] = await refusalOf({ scope, type: FORM, body: `Version=${version}&Action.1=a&Action.b.c=d` });
  expect(status).toBe(400);
  expect(code).toMatch(/^(?:UnknownOperationException|InvalidAction)$/);
});

const UNPRINTABLE = '{"toString":{"a":1}}';

test.each([
  [
    'states',
    '/',
    `{"resourceArn":"arn:aws:states:us-east-1:000000000000:stateMachine:none","tagKeys":[${UNPRINTABLE}]}`,
  ],
  [
    'ses',
    '/v2/email/outbound-emails',
    `{"FromEmailAddress":"a@b.example","Destination":{"ToAddresses":[${UNPRINTABLE}]}}`,
  ],
])('An object that cannot be converted to text in a list of texts is no failure of %s', async (scope, path, body) => {
  const target = scope === 'states' ? { 'x-amz-target': 'AWSStepFunctions.UntagResource' } : {};
  const [status] = await refusalOf({ scope, path, body, headers: target });
  expect(status).toBe(400);
});

test.each(['null', '[]', '"text"', '7'])('A mail whose body is the JSON document %s is refused', async (body) => {
  expect(await refusalOf({ scope: 'ses', path: '/v2/email/outbound-emails', body })).toEqual([
    400,
    'SerializationException',
  ]);
});
