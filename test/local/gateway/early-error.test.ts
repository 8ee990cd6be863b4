import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceModule } from '../../../local/src/core/service.ts';
import { answerInProcess } from '../../../local/src/gateway/answer-in-process.ts';
import { Gateway } from '../../../local/src/gateway/gateway.ts';
import { startKernel, type TestKernel } from '../kernel.ts';

const identity: ServiceModule = {
  service: {
    name: 'sts',
    actions: { GetCallerIdentity: () => ({ Account: '000000000000' }) },
    protocols: [{ kind: 'query', scope: 'sts', version: '2011-06-15', namespace: 'https://sts/' }],
  },
};

let kernel: TestKernel;
let gateway: Gateway;
let port: number;
beforeEach(async () => {
  kernel = await startKernel(() => [identity]);
  gateway = new Gateway();
  port = await gateway.listen(0);
  gateway.connect(kernel, [
    { prefix: '/_page/', answer: async () => ({ status: 200, headers: {}, body: 'the page' }) },
  ]);
});
afterEach(async () => {
  await gateway.close();
  await kernel.stop();
});

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const send = ({ method = 'POST', path = '/', headers = {}, body = '' }: Sent) =>
  new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      const { statusCode: status = 0 } = response;
      response.on('end', () => resolve({ status, type: String(response.headers['content-type']), body: text }));
    });
    sent.on('error', reject).end(body);
  });

const signed = (scope: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=00`,
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const FOREIGN = { host: 'evil.example:4566' };
const IDENTITY = 'Action=GetCallerIdentity&Version=2011-06-15';

const queryXml = (code: string, namespace = '') =>
  new RegExp(
    `^<ErrorResponse${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>[^<]+</Message></Error><RequestId>[\\w-]+</RequestId></ErrorResponse>$`,
  );

describe('A request that is refused before its route is known', () => {
  test('is answered in XML of the Query protocol if it is a form', async () => {
    const answer = await send({ headers: { ...signed('sts'), ...FORM, ...FOREIGN }, body: IDENTITY });
    expect(answer).toMatchObject({ status: 403, type: 'text/xml' });
    expect(answer.body).toMatch(queryXml('AccessDeniedException', ' xmlns="https://sts/"'));
  });

  test('is answered in XML of the Query protocol if its query string has an action, or its credential scope names a Query service', async () => {
    for (const path of [`/?${IDENTITY}`, '/']) {
      const answer = await send({ method: 'GET', path, headers: { ...signed('sts'), ...FOREIGN } });
      expect(answer).toMatchObject({ status: 403, type: 'text/xml' });
      expect(answer.body).toMatch(queryXml('AccessDeniedException', ' xmlns="https://sts/"'));
    }
  });

  test('is answered in the XML of S3 if it is signed for S3', async () => {
    const answer = await send({ method: 'GET', headers: { ...signed('s3'), ...FOREIGN } });
    expect(answer).toMatchObject({ status: 403, type: 'application/xml' });
    expect(answer.body).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><Error><Code>AccessDeniedException<\/Code><Message>[^<]+<\/Message><RequestId>[\w-]+<\/RequestId><\/Error>$/,
    );
  });

  test('is answered in JSON if it has X-Amz-Target, whatever else it has', async () => {
    const headers = { ...signed('s3'), ...FORM, ...FOREIGN, 'x-amz-target': 'AWSStepFunctions.ListActivities' };
    const answer = await send({ headers, body: '{}' });
    expect(answer).toMatchObject({ status: 403, type: 'application/x-amz-json-1.0' });
    expect(JSON.parse(answer.body).__type).toBe('AccessDeniedException');
  });

  test('is answered in JSON by default, and below the prefix of a path handler', async () => {
    const plain = await send({
      method: 'GET',
      path: '/2015-03-31/functions',
      headers: { ...signed('lambda'), ...FOREIGN },
    });
    expect(JSON.parse(plain.body).__type).toBe('AccessDeniedException');
    const page = await send({ path: '/_page/x', headers: { ...FORM, ...FOREIGN }, body: 'a=b' });
    expect(JSON.parse(page.body).__type).toBe('AccessDeniedException');
  });

  test('is answered in its protocol while the runtime starts', async () => {
    gateway.disconnect();
    const form = await send({ headers: { ...signed('sts'), ...FORM }, body: IDENTITY });
    expect([form.status, form.type]).toEqual([503, 'text/xml']);
    expect(form.body).toContain('<Type>Receiver</Type><Code>ServiceUnavailableException</Code>');
    const bucket = await send({ method: 'GET', headers: signed('s3') });
    expect([bucket.status, bucket.type]).toEqual([503, 'application/xml']);
  });

  test('is answered in its protocol if its parameters are nested too deeply, also without a socket', async () => {
    const call = { method: 'POST', headers: { ...signed('sts'), ...FORM }, body: `a${'.a'.repeat(60)}=1` };
    expect((await send(call)).body).toMatch(queryXml('MalformedQueryString', ' xmlns="https://sts/"'));
    const inside = await answerInProcess(kernel, { ...call, url: '/' }, new AbortController().signal);
    expect(inside.body).toMatch(queryXml('MalformedQueryString', ' xmlns="https://sts/"'));
  });
});

describe('A request that no service claims', () => {
  test('is answered in its protocol, with the requested action in the message', async () => {
    const form = await send({
      headers: { ...signed('ec2'), ...FORM },
      body: 'Action=DescribeInstances&Version=2016-11-15',
    });
    expect(form).toMatchObject({ status: 400, type: 'text/xml' });
    expect(form.body).toMatch(queryXml('UnknownOperationException'));
    expect(form.body).toContain('This runtime does not know the operation ec2:DescribeInstances.');
    const bucket = await send({ method: 'GET', path: '/a-bucket?list-type=2', headers: signed('s3') });
    expect(bucket).toMatchObject({ status: 400, type: 'application/xml' });
    expect(bucket.body).toContain('This runtime does not know the operation GET /a-bucket.');
  });
});
