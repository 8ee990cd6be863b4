import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../../local/src/runtime/runtime.ts';
import { API_MAY_CALL, FUNCTION, getAtt, one, startTemplate, urlOf } from '../../../template/start-template.ts';
import { Backend } from '../backend.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html

type Json = Record<string, unknown>;

/** Shows the body that it gets; with `?answer=` it returns this answer. */
const CODE = `
export const handler = async ({ body, isBase64Encoded, queryStringParameters }) => {
  const { answer } = queryStringParameters ?? {};
  return answer === undefined
    ? { statusCode: 200, body: JSON.stringify({ body, isBase64Encoded }) }
    : JSON.parse(answer);
};`;

const ref = (Ref: string) => ({ Ref });
const joined = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

const at = (api: string, name: string, integration: Json): Json => ({
  [`${api}${name}`]: one('AWS::ApiGateway::Resource', {
    RestApiId: ref(api),
    ParentId: getAtt(api, 'RootResourceId'),
    PathPart: name,
  }),
  [`${api}${name}Any`]: one('AWS::ApiGateway::Method', {
    RestApiId: ref(api),
    ResourceId: ref(`${api}${name}`),
    HttpMethod: 'ANY',
    AuthorizationType: 'NONE',
    Integration: integration,
  }),
});

const TO_BINARY = 'CONVERT_TO_BINARY';
const TO_TEXT = 'CONVERT_TO_TEXT';

const api = (id: string, backend: string, properties: Json): Json => {
  const http = (request: Json, response: Json, more: Json = {}) => ({
    Type: 'HTTP',
    Uri: backend,
    IntegrationHttpMethod: 'POST',
    ...request,
    IntegrationResponses: [{ StatusCode: '200', ...response }],
    ...more,
  });
  return {
    [id]: one('AWS::ApiGateway::RestApi', { Name: id, ...properties }),
    [`${id}Stage`]: one('AWS::ApiGateway::Stage', { RestApiId: ref(id), StageName: 'v1' }),
    ...at(id, 'function', {
      Type: 'AWS_PROXY',
      IntegrationHttpMethod: 'POST',
      ContentHandling: TO_TEXT,
      Uri: joined('arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', getAtt('Function'), '/invocations'),
    }),
    ...at(id, 'proxy', { Type: 'HTTP_PROXY', Uri: backend, IntegrationHttpMethod: 'ANY' }),
    ...at(id, 'plain', http({}, {})),
    ...at(id, 'binary', http({ ContentHandling: TO_BINARY }, { ContentHandling: TO_BINARY })),
    ...at(id, 'text', http({ ContentHandling: TO_TEXT }, { ContentHandling: TO_TEXT })),
    ...at(
      id,
      'template',
      http(
        { ContentHandling: TO_TEXT },
        { ContentHandling: TO_TEXT, ResponseTemplates: { 'application/json': '{"got":"$input.body"}' } },
        { RequestTemplates: { 'image/png': '{"data":"$input.body"}' } },
      ),
    ),
    ...at(id, 'mock', {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode":200}' },
      IntegrationResponses: [
        { StatusCode: '200', ContentHandling: TO_BINARY, ResponseTemplates: { 'application/json': 'AP+A' } },
      ],
    }),
  };
};

const template = (backend: string): Json => ({
  Resources: {
    ...FUNCTION,
    MayCall: API_MAY_CALL,
    ...api('Png', backend, { BinaryMediaTypes: ['image/PNG', 'audio~1*'] }),
    ...api('All', backend, { BinaryMediaTypes: ['*/*'] }),
    ...api('None', backend, {}),
  },
  Outputs: { Url: { Value: joined('https://', ref('Png'), '.execute-api.us-east-1.amazonaws.com/v1') } },
});

let backend: Backend;
let runtime: Runtime;
let ids: Record<string, string>;
/** The body that the backend got last. */
let received: Buffer;
beforeAll(async () => {
  backend = await new Backend().start();
  runtime = await startTemplate(template(backend.url), CODE);
  const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request';
  const answer = await fetch(`${runtime.endpoint}/restapis`, { headers: { authorization } });
  const { item } = (await answer.json()) as { item: { id: string; name: string }[] };
  ids = Object.fromEntries(item.map(({ id, name }) => [name, id]));
});
afterEach(() => backend.reset());
afterAll(async () => {
  await runtime?.stop();
  await backend?.stop();
});

/** Not UTF-8. */
const BYTES = Buffer.from([0, 255, 128]);
const BASE64 = 'AP+A';
const BROKEN = Buffer.from('\u0000\ufffd\ufffd');

interface Sent {
  readonly type?: string;
  readonly accept?: string;
  readonly body?: string | Buffer;
}

const send = async (apiName: string, path: string, { type = 'text/plain', accept = 'text/plain', body }: Sent = {}) => {
  const url = urlOf(runtime).replace(/_rest\/[^/]*/, `_rest/${ids[apiName]}`);
  const init = body === undefined ? {} : { method: 'POST', body };
  const answer = await fetch(`${url}/${path}`, { ...init, headers: { 'content-type': type, accept } });
  return { status: answer.status, body: Buffer.from(await answer.arrayBuffer()) };
};

const answering = (type: string, body: Buffer | string) => {
  backend.answer = (request) => {
    received = request.body;
    return { status: 200, headers: { 'content-type': type }, body };
  };
};

describe('A function of an API with binary media types', () => {
  const event = async (apiName: string, type: string): Promise<Json> =>
    JSON.parse((await send(apiName, 'function', { type, body: BYTES })).body.toString());

  test.each([
    ['Png', 'image/png'],
    ['Png', 'IMAGE/PNG; version=1'],
    ['Png', 'audio/ogg'],
    ['All', 'application/json'],
  ])('gets a body of %s with the type %s in base64', async (apiName, type) => {
    expect(await event(apiName, type)).toEqual({ body: BASE64, isBase64Encoded: true });
  });

  test.each([
    ['Png', 'image/jpeg'],
    ['None', 'image/png'],
  ])('gets a body of %s with the type %s as text', async (apiName, type) => {
    expect(await event(apiName, type)).toEqual({ body: BROKEN.toString(), isBase64Encoded: false });
  });

  const answered = (answer: Json) => `function?answer=${encodeURIComponent(JSON.stringify(answer))}`;
  const image = answered({ statusCode: 200, body: BASE64, isBase64Encoded: true });

  test.each([
    ['image/png', BYTES],
    ['image/png,text/html', BYTES],
    ['text/html,image/png', Buffer.from(BASE64)],
    ['*/*', Buffer.from(BASE64)],
  ])('answers bytes only to a client that accepts them first: %s', async (accept, body) => {
    expect(await send('Png', image, { accept })).toEqual({ status: 200, body });
  });

  test('answers bytes to each client if all types are binary, and text unchanged', async () => {
    expect((await send('All', image, { accept: 'text/html,*/*' })).body).toEqual(BYTES);
    const text = answered({ statusCode: 200, body: 'Rex' });
    expect((await send('All', text, { accept: '*/*' })).body.toString()).toBe('Rex');
    expect((await send('None', image, { accept: 'image/png' })).body.toString()).toBe(BASE64);
  });
});

describe('The request to an integration', () => {
  test.each([
    ['Png', 'plain', 'image/png', BYTES, BYTES],
    ['Png', 'binary', 'image/png', BYTES, BYTES],
    ['Png', 'text', 'image/png', BYTES, Buffer.from(BASE64)],
    ['Png', 'template', 'image/png', BYTES, Buffer.from(`{"data":"${BASE64}"}`)],
    ['Png', 'proxy', 'image/png', BYTES, BYTES],
    ['Png', 'plain', 'text/plain', BASE64, Buffer.from(BASE64)],
    ['Png', 'binary', 'text/plain', BASE64, BYTES],
    ['Png', 'text', 'text/plain', BASE64, Buffer.from(BASE64)],
    ['None', 'plain', 'image/png', BYTES, BROKEN],
    ['None', 'binary', 'image/png', BASE64, BYTES],
    ['None', 'text', 'image/png', BYTES, BROKEN],
    ['None', 'proxy', 'image/png', BYTES, BROKEN],
  ])('of %s/%s with the type %s is converted', async (apiName, path, type, body, expected) => {
    answering('text/plain', 'thanks');
    expect((await send(apiName, path, { type, body })).status).toBe(200);
    expect(received).toEqual(expected);
  });

  test('that is no base64 text cannot be converted to bytes', async () => {
    answering('text/plain', '');
    expect((await send('Png', 'binary', { body: 'no base64!' })).status).toBe(500);
  });
});

describe('The response of an integration', () => {
  const PNG = 'image/png';
  const TEXT = 'text/plain';
  test.each([
    ['Png', 'plain', PNG, PNG, BYTES, BYTES],
    ['Png', 'plain', PNG, TEXT, BYTES, Buffer.from(BASE64)],
    ['Png', 'plain', TEXT, PNG, BASE64, BYTES],
    ['Png', 'plain', TEXT, TEXT, BASE64, Buffer.from(BASE64)],
    ['Png', 'binary', PNG, PNG, BYTES, BYTES],
    ['Png', 'binary', PNG, TEXT, BYTES, BYTES],
    ['Png', 'binary', TEXT, TEXT, BASE64, BYTES],
    ['Png', 'text', PNG, PNG, BYTES, Buffer.from(BASE64)],
    ['Png', 'text', PNG, TEXT, BYTES, Buffer.from(BASE64)],
    ['Png', 'text', TEXT, PNG, 'Rex', Buffer.from('Rex')],
    ['Png', 'template', PNG, PNG, BYTES, Buffer.from(`{"got":"${BASE64}"}`)],
    ['Png', 'proxy', PNG, PNG, BYTES, BYTES],
    ['Png', 'proxy', PNG, TEXT, BYTES, Buffer.from(BASE64)],
    ['All', 'proxy', TEXT, '*/*', 'Rex', Buffer.from('Rex')],
    ['None', 'plain', PNG, PNG, BYTES, BROKEN],
    ['None', 'binary', PNG, TEXT, BASE64, BYTES],
    ['None', 'text', PNG, TEXT, BYTES, BROKEN],
    ['None', 'proxy', PNG, PNG, BYTES, BROKEN],
  ])('of %s/%s with the type %s for a client that accepts %s is converted', async (...given) => {
    const [apiName, path, type, accept, body, expected] = given;
    answering(type, body);
    expect(await send(apiName, path, { accept, body: BASE64 })).toEqual({ status: 200, body: expected });
  });

  test('that is no base64 text cannot be converted to bytes', async () => {
    answering('text/plain', 'no base64!');
    expect((await send('Png', 'plain', { accept: PNG, body: BASE64 })).status).toBe(500);
    expect((await send('Png', 'plain', { accept: TEXT, body: BASE64 })).status).toBe(200);
  });

  test('of the type MOCK is converted', async () => {
    expect((await send('Png', 'mock', { type: 'application/json' })).body).toEqual(BYTES);
  });
});
