import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/src/core/aws/aws-error.ts';
import type { ServiceModule } from '../../../local/src/core/service.ts';
import { Gateway } from '../../../local/src/gateway/gateway.ts';
import { startKernel, type TestKernel } from '../kernel.ts';

const echo: ServiceModule = {
  service: {
    name: 'echo',
    actions: {
      Say: (input, { caller }) => ({ ...input, by: caller.arn, at: new Date(1_500) }),
      Refuse: () => {
        throw new AwsError('ResourceNotFoundException', 'Rule none does not exist.', { fields: { rule: 'none' } });
      },
      Break: () => {
        throw new TypeError('a bug', { cause: new RangeError('what led to it') });
      },
      List: () => ({ Topics: [{ TopicArn: 'a' }, { TopicArn: 'b & c' }], Attributes: { x: '1' } }),
    },
    protocols: [
      { kind: 'json', targetPrefix: 'Echo', version: '1.1' },
      { kind: 'query', scope: 'echo', version: '2010-03-31', namespace: 'http://echo/' },
    ],
  },
};

let kernel: TestKernel;
let gateway: Gateway;
let port: number;
let logged: { readonly message: string; readonly fields: Record<string, unknown> }[];
beforeEach(async () => {
  logged = [];
  const error = (message: string, fields = {}) => void logged.push({ message, fields });
  kernel = await startKernel(() => [echo], { log: { info: () => {}, warn: () => {}, error } });
  gateway = new Gateway();
  port = await gateway.listen(0);
  gateway.connect(kernel, []);
});
afterEach(async () => {
  await gateway.close();
  await kernel.stop();
});

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

const signed =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/echo/aws4_request, SignedHeaders=host, Signature=00';

const send = (headers: Record<string, string>, body = '{}', path = '/'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on('error', reject).end(body);
  });

const callEcho = (headers: Record<string, string> = {}, body = '{"word":"hello"}') =>
  send({ authorization: signed, 'x-amz-target': 'Echo.Say', ...headers }, body);

describe('The gateway', () => {
  test('answers JSON calls with the caller of the access key and times in epoch seconds', async () => {
    const { status, headers, body } = await callEcho();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/x-amz-json-1.1');
    expect(JSON.parse(body)).toEqual({ word: 'hello', by: 'arn:aws:iam::000000000000:root', at: 1.5 });
  });

  test('identifies a role by the access key that was issued to it', async () => {
    const { accessKeyId } = kernel.identities.issue('arn:aws:iam::000000000000:role/worker', 'function');
    const { body } = await callEcho({ authorization: signed.replace('test', accessKeyId) });
    expect(JSON.parse(body).by).toBe('arn:aws:sts::000000000000:assumed-role/worker/function');
  });

  test('refuses an unknown access key and a missing signature as AWS does', async () => {
    const unknown = await callEcho({ authorization: signed.replace('test', 'AKIAEXAMPLE') });
    expect([unknown.status, JSON.parse(unknown.body).__type]).toEqual([403, 'UnrecognizedClientException']);
    const unsigned = await send({ 'x-amz-target': 'Echo.Say' });
    expect([unsigned.status, JSON.parse(unsigned.body).__type]).toEqual([403, 'MissingAuthenticationTokenException']);
  });

  test("answers a service's error with its code, message and fields", async () => {
    const { status, headers, body } = await callEcho({ 'x-amz-target': 'Echo.Refuse' });
    expect(status).toBe(400);
    expect(headers['x-amzn-errortype']).toBe('ResourceNotFoundException');
    expect(JSON.parse(body)).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'Rule none does not exist.',
      rule: 'none',
    });
  });

  test('answers an unknown action or service with an AWS error, never with status 500', async () => {
    for (const target of ['Echo.Nothing', 'Echo.toString', 'Nobody.Say']) {
      const { status, body } = await callEcho({ 'x-amz-target': target });
      expect([target, status, JSON.parse(body).__type]).toEqual([target, 400, 'UnknownOperationException']);
    }
    const plain = await send({ authorization: signed });
    expect([plain.status, JSON.parse(plain.body).__type]).toEqual([400, 'UnknownOperationException']);
  });

  test('hides the message of an internal error', async () => {
    const { status, body } = await callEcho({ 'x-amz-target': 'Echo.Break' });
    expect(status).toBe(500);
    expect(body).not.toContain('a bug');
    expect(body).not.toContain('what led to it');
  });

  test('logs an internal failure with its causes', async () => {
    await callEcho({ 'x-amz-target': 'Echo.Break' });
    expect(logged).toEqual([
      {
        message: 'An action failed inside the runtime.',
        fields: {
          target: 'Echo.Break',
          error: expect.stringMatching(/^TypeError: a bug\n +at .+\nCaused by: RangeError: what led to it\n +at /s),
        },
      },
    ]);
  });

  test('answers Query calls in XML, with lists as members and maps as entries', async () => {
    const { status, body } = await send(
      { authorization: signed, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      'Action=List&Version=2010-03-31',
    );
    expect(status).toBe(200);
    expect(body).toContain(
      '<ListResponse xmlns="http://echo/"><ListResult><Topics><member><TopicArn>a</TopicArn></member><member><TopicArn>b &amp; c</TopicArn></member></Topics><Attributes><entry><key>x</key><value>1</value></entry></Attributes></ListResult>',
    );
  });

  test('reads lists and maps from parameters of the Query protocol', async () => {
    const { body } = await send(
      { authorization: signed, 'content-type': 'application/x-www-form-urlencoded' },
      'Action=Say&Version=2010-03-31&Names.member.1=a&Names.member.2=b&Attributes.entry.1.key=k&Attributes.entry.1.value=v',
    );
    expect(body).toContain('<Names><member>a</member><member>b</member></Names>');
    expect(body).toContain('<Attributes><entry><key>k</key><value>v</value></entry></Attributes>');
  });

  test.each([
    ['a rebound host name', { host: 'evil.example:4566' }],
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['an opaque origin', { origin: 'null' }],
  ])('refuses %s', async (_who, headers) => {
    expect((await callEcho(headers)).status).toBe(403);
  });

  test.each(['{"word":', '[]', '"text"', `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`])(
    'answers a body that is not a valid JSON object with SerializationException (%#)',
    async (body) => {
      const answer = await callEcho({}, body);
      expect([answer.status, JSON.parse(answer.body).__type]).toEqual([400, 'SerializationException']);
    },
  );

  test('refuses a body above its size limit', async () => {
    const answer = await callEcho({}, `{"word":"${'a'.repeat(17 * 2 ** 20)}"}`).catch((error: Error) => error);
    if ('status' in answer) expect(answer.status).toBe(413);
    else expect(answer).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) });
  });

  test('fails to start with a message if the port is in use', async () => {
    await expect(new Gateway().listen(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
