import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { ALIASED_FUNCTION, FUNCTION, getAtt, one, role, startTemplate, urlOf } from '../../template/start-template.ts';

/** Answers with the body of the request, parsed, and otherwise with the event. */
const CODE = `
export const handler = async (event) => {
  if (event.rawPath === '/fails') throw new Error('The function fails.');
  if (event.rawPath === '/large') return 'x'.repeat(7_000_000);
  return event.rawPath === '/answer' ? JSON.parse(event.body) : event;
};`;

const everybody = (FunctionName: unknown) => ({
  CallUrl: one('AWS::Lambda::Permission', {
    FunctionName,
    Principal: '*',
    Action: 'lambda:InvokeFunctionUrl',
    FunctionUrlAuthType: 'NONE',
  }),
  CallByUrl: one('AWS::Lambda::Permission', {
    FunctionName,
    Principal: '*',
    Action: 'lambda:InvokeFunction',
    InvokedViaFunctionUrl: true,
  }),
});

const url = (more: Record<string, unknown> = {}) =>
  one('AWS::Lambda::Url', { TargetFunctionArn: getAtt('Function'), AuthType: 'NONE', ...more });

const OUTPUTS = { Url: { Value: getAtt('Url', 'FunctionUrl') }, Arn: { Value: getAtt('Url', 'FunctionArn') } };

const call = async (runtime: Runtime, path: string, init: RequestInit = {}) => {
  const response = await fetch(`${urlOf(runtime)}${path}`, init);
  const { status, headers } = response;
  return { status, headers, body: await response.text() };
};

/** Lets the function answer with a value, and returns the response. */
const answered = (runtime: Runtime, value: unknown, init: RequestInit = {}) =>
  call(runtime, 'answer', {
    method: 'POST',
    body: JSON.stringify(value),
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers },
  });

describe('A function URL of the type NONE', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await startTemplate(
      { Resources: { ...FUNCTION, Url: url(), ...everybody(getAtt('Function')) }, Outputs: OUTPUTS },
      CODE,
    );
  });
  afterAll(() => runtime.stop());

  test('is an address of the runtime, which the outputs of the stack show', () => {
    expect(urlOf(runtime)).toBe(`${runtime.endpoint}/_url/echo/`);
    const arn = runtime.deployment?.outputs.find(({ name }) => name === 'Arn')?.value;
    expect(arn).toBe('arn:aws:lambda:us-east-1:000000000000:function:echo');
  });

  test('passes the request to the function in payload format 2.0; the path is not decoded', async () => {
    const { body } = await call(runtime, 'pa%2Fth?a=1&a=2&b=%20', {
      headers: { cookie: 'one=1; two=2', 'x-own': 'value', 'user-agent': 'test' },
    });
    const event = JSON.parse(body);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/pa%2Fth',
      rawQueryString: 'a=1&a=2&b=%20',
      cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1,2', b: ' ' },
      isBase64Encoded: false,
      requestContext: {
        accountId: 'anonymous',
        domainName: '127.0.0.1',
        http: { method: 'GET', path: '/pa%2Fth', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        routeKey: '$default',
        stage: '$default',
      },
    });
    expect(event.headers).toMatchObject({ 'x-own': 'value', 'x-forwarded-proto': 'http' });
    expect(event.headers.cookie).toBeUndefined();
    expect(event.requestContext.apiId).toMatch(/^[a-z0-9]{32}$/);
    expect(event.requestContext.authorizer).toBeUndefined();
    expect(event.body).toBeUndefined();
  });

  test('has the path / without a path', async () => {
    expect(JSON.parse((await call(runtime, '')).body).rawPath).toBe('/');
    const response = await fetch(urlOf(runtime).slice(0, -1));
    expect(((await response.json()) as { rawPath: string }).rawPath).toBe('/');
  });

  test('passes binary content in base64', async () => {
    const { body } = await call(runtime, 'upload', {
      method: 'PUT',
      body: new Uint8Array([0, 255, 128]),
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(JSON.parse(body)).toMatchObject({ body: 'AP+A', isBase64Encoded: true });
  });

  // The answers are those that were recorded on AWS.
  test.each([
    [{ hello: 'world' }, '{"hello":"world"}'],
    [['hello', 3, true], '["hello",3,true]'],
    ['hello', 'hello'],
    [3.1, '3.1'],
    [true, 'true'],
    [{ statusCode: 200, body: 'body123' }, 'body123'],
  ])('answers %j as JSON with status 200', async (value, expected) => {
    const { status, headers, body } = await answered(runtime, value);
    expect({ status, type: headers.get('content-type'), body }).toEqual({
      status: 200,
      type: 'application/json',
      body: expected,
    });
  });

  test('answers with the status, headers, cookies and binary body of the function', async () => {
    const { status, headers, body } = await answered(runtime, {
      statusCode: '418',
      headers: { 'Content-Type': 'text/tea', 'X-Own': 'value' },
      cookies: ['a=1; Secure', 'b=2'],
      body: Buffer.from('tea').toString('base64'),
      isBase64Encoded: true,
    });
    expect({ status, body, type: headers.get('content-type'), own: headers.get('x-own') }).toEqual({
      status: 418,
      body: 'tea',
      type: 'text/tea',
      own: 'value',
    });
    expect(headers.getSetCookie()).toEqual(['a=1; Secure', 'b=2']);
  });

  test.each([
    ['the function fails', 'fails', undefined],
    ['the answer is longer than 6 MB', 'large', undefined],
    ['the status is no number', 'answer', { statusCode: 'ok' }],
    ['the body is no text', 'answer', { statusCode: 200, body: { a: 1 } }],
  ])('answers 502 if %s', async (_, path, value) => {
    const init = value && { method: 'POST', body: JSON.stringify(value), headers: { 'content-type': 'text/plain' } };
    const { status, body } = await call(runtime, path, init);
    expect({ status, body }).toEqual({ status: 502, body: 'Internal Server Error' });
  });

  // No AWS page shows the text for 413 and 429.
  test('answers 413 to a request whose event is longer than 6 MB', async () => {
    const { status, headers } = await call(runtime, '', { method: 'POST', body: 'x'.repeat(6_291_457) });
    expect([status, headers.get('x-amzn-errortype')]).toEqual([413, 'RequestTooLargeException']);
  });

  test('answers 429 while the reserved concurrency of the function is 0', async () => {
    const { services, identities } = runtime.kernel;
    const lambda = (action: string, more = {}) =>
      services.callByName('lambda', action, { FunctionName: 'echo', ...more }, identities.administrator());
    await lambda('PutFunctionConcurrency', { ReservedConcurrentExecutions: 0 });
    const { status, headers } = await call(runtime, '');
    await lambda('DeleteFunctionConcurrency');
    expect([status, headers.get('x-amzn-errortype')]).toEqual([429, 'TooManyRequestsException']);
    expect((await call(runtime, '')).status).toBe(200);
  });

  test('does not exist under another name: 403, as recorded on AWS', async () => {
    const response = await fetch(`${runtime.endpoint}/_url/other/`);
    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await response.text()).toBe('{"Message":null}');
  });

  test('passes an OPTIONS request to the function, because the URL has no CORS configuration', async () => {
    const { body } = await call(runtime, 'a', {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'PUT' },
    });
    expect(JSON.parse(body).requestContext.http.method).toBe('OPTIONS');
  });

  test('needs both permissions: the URL’s own, and the one to invoke the function', async () => {
    const { services, identities } = runtime.kernel;
    const lambda = (action: string, more: object) =>
      services.callByName('lambda', action, { FunctionName: 'echo', ...more }, identities.administrator());
    const { Policy } = (await lambda('GetPolicy', {})) as { Policy: string };
    const { Statement } = JSON.parse(Policy) as { Statement: { Sid: string; Action: string; Condition: object }[] };
    expect(Statement.map(({ Condition }) => Condition)).toEqual(
      expect.arrayContaining([
        { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
        { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      ]),
    );
    for (const { Sid, Action } of Statement) {
      await lambda('RemovePermission', { StatementId: Sid });
      const { status, headers, body } = await call(runtime, '');
      expect([status, headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
      expect(JSON.parse(body)).toEqual({
        Message:
          'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
      });
      const isForUrl = Action === 'lambda:InvokeFunctionUrl';
      const more = isForUrl ? { FunctionUrlAuthType: 'NONE' } : { InvokedViaFunctionUrl: true };
      await lambda('AddPermission', { StatementId: Sid, Action, Principal: '*', ...more });
      expect((await call(runtime, '')).status).toBe(200);
    }
  });

  test('its permissions allow no other call of the function', async () => {
    const { services } = runtime.kernel;
    const caller = {
      kind: 'service',
      service: 'events.amazonaws.com',
      arn: 'events.amazonaws.com',
      accountId: '000000000000',
      sourceArn: 'arn:aws:events:us-east-1:000000000000:rule/any',
    } as const;
    const invoked = services.callByName('lambda', 'Invoke', { FunctionName: 'echo', Payload: '{}' }, caller);
    await expect(invoked).rejects.toMatchObject({ code: 'AccessDeniedException' });
  });
});

const ORIGIN = 'http://localhost:3000';

describe('A function URL with a CORS configuration', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    const Cors = {
      AllowOrigins: [ORIGIN],
      AllowMethods: ['GET', 'PUT'],
      AllowHeaders: ['x-own'],
      ExposeHeaders: ['x-shown'],
      MaxAge: 300,
      AllowCredentials: true,
    };
    runtime = await startTemplate(
      { Resources: { ...FUNCTION, Url: url({ Cors }), ...everybody(getAtt('Function')) }, Outputs: OUTPUTS },
      CODE,
    );
  });
  afterAll(() => runtime.stop());

  const corsOf = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')));

  const preflight = (origin: string) =>
    call(runtime, '', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'PUT' } });

  test('answers a preflight request without the function', async () => {
    const { status, headers, body } = await preflight(ORIGIN);
    expect([status, body, headers.get('vary')]).toEqual([200, '', 'origin']);
    expect(corsOf(headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-own',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '300',
    });
  });

  test('allows nothing to a page of another origin', async () => {
    expect(corsOf((await preflight('http://localhost:9')).headers)).toEqual({});
    const { headers } = await call(runtime, '', { headers: { origin: 'http://localhost:9' } });
    expect(corsOf(headers)).toEqual({});
  });

  test('adds its headers to those of the function, also if both have the same header', async () => {
    const value = { statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*' } };
    const { headers } = await answered(runtime, value, { headers: { origin: ORIGIN } });
    expect(corsOf(headers)).toEqual({
      'access-control-allow-origin': `${ORIGIN}, *`,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'x-shown',
    });
  });
});

describe('A function URL of the type AWS_IAM', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    const allowed = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'].map((Action) => ({
      Effect: 'Allow',
      Action,
      Resource: getAtt('Function'),
    }));
    runtime = await startTemplate(
      {
        Resources: {
          ...FUNCTION,
          Url: url({ AuthType: 'AWS_IAM' }),
          ...everybody(getAtt('Function')),
          Caller: role('lambda.amazonaws.com', allowed),
          Stranger: role('lambda.amazonaws.com', allowed.slice(1)),
        },
        Outputs: { ...OUTPUTS, Caller: { Value: getAtt('Caller') }, Stranger: { Value: getAtt('Stranger') } },
      },
      CODE,
    );
  });
  afterAll(() => runtime.stop());

  const signedBy = (accessKeyId: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00`,
  });
  const keyOf = (output: string): string => {
    const arn = String(runtime.deployment?.outputs.find(({ name }) => name === output)?.value);
    return runtime.kernel.identities.issue(arn, 'session').accessKeyId;
  };

  test('tells the function who signed the request', async () => {
    const key = keyOf('Caller');
    const { status, body } = await call(runtime, '', { headers: signedBy(key) });
    expect(status).toBe(200);
    const { requestContext } = JSON.parse(body);
    expect(requestContext.accountId).toBe('000000000000');
    expect(requestContext.authorizer.iam).toEqual({
      accessKey: key,
      accountId: '000000000000',
      callerId: expect.stringMatching(/^AROA\w{17}:session$/),
      cognitoIdentity: null,
      principalOrgId: null,
      userArn: expect.stringMatching(/^arn:aws:sts::000000000000:assumed-role\/.*\/session$/),
      userId: expect.stringMatching(/^AROA\w{17}:session$/),
    });
  });

  test('accepts the keys of the account’s administrator', async () => {
    expect((await call(runtime, '', { headers: signedBy('test') })).status).toBe(200);
  });

  test('refuses a caller whose role lacks one of the two permissions', async () => {
    const { status, body } = await call(runtime, '', { headers: signedBy(keyOf('Stranger')) });
    expect(status).toBe(403);
    expect(JSON.parse(body).Message).toMatch(/^Forbidden\. For troubleshooting/);
  });

  test.each([
    ['without a signature', {}],
    ['with an unknown access key', signedBy('AKIAUNKNOWN')],
  ])('refuses a request %s', async (_, headers) => {
    const { status, body } = await call(runtime, '', { headers });
    expect({ status, body }).toEqual({ status: 403, body: '{"Message":"Forbidden"}' });
  });
});

describe('A function URL of an alias', () => {
  test('calls the version of the alias, and answers 403 once the alias is deleted', async () => {
    const alias = { Ref: 'Alias' };
    const runtime = await startTemplate(
      {
        Resources: {
          ...ALIASED_FUNCTION,
          Url: { ...url({ Qualifier: 'live' }), DependsOn: 'Alias' },
          ...everybody(alias),
        },
        Outputs: OUTPUTS,
      },
      'export const handler = async (event, { functionVersion, invokedFunctionArn }) => [functionVersion, invokedFunctionArn];',
    );
    expect(urlOf(runtime)).toBe(`${runtime.endpoint}/_url/echo:live/`);
    const arn = 'arn:aws:lambda:us-east-1:000000000000:function:echo:live';
    expect(JSON.parse((await call(runtime, '')).body)).toEqual(['1', arn]);
    const { services, identities } = runtime.kernel;
    const input = { FunctionName: 'echo', Name: 'live' };
    await services.callByName('lambda', 'DeleteAlias', input, identities.administrator());
    expect((await call(runtime, '')).status).toBe(403);
    await runtime.stop();
  });
});

test('A template whose function URL streams its responses does not start', async () => {
  const template = { Resources: { ...FUNCTION, Url: url({ InvokeMode: 'RESPONSE_STREAM' }) } };
  await expect(startTemplate(template, CODE)).rejects.toThrow(
    'The invoke mode RESPONSE_STREAM of a function URL is not supported',
  );
});
