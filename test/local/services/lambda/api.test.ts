import * as sdk from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../../local/src/core/aws/aws-error.ts';
import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { Log } from '../../../../local/src/core/log.ts';
import { Gateway } from '../../../../local/src/gateway/gateway.ts';
import { createLogs } from '../../../../local/src/services/logs/logs.ts';
import { fakeService, type LambdaHarness, ROLE, startLambda } from './harness.ts';
import { zipArchive } from './zip-archive.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:wire';
const SOURCE =
  'exports.handler = async (event) => { console.log("seen", event.n); if (event.fail) throw new Error("no"); return event; };';

const entries: string[] = [];
const note = (message: string, fields: Record<string, unknown> = {}) => {
  entries.push(JSON.stringify({ message, ...fields }));
};
const log: Log = { info: note, warn: note, error: note };

let aws: LambdaHarness;
let gateway: Gateway;
let client: sdk.LambdaClient;

beforeAll(async () => {
  const sqs = fakeService('sqs', {
    GetQueueAttributes: () => ({ Attributes: { VisibilityTimeout: '30' } }),
    ReceiveMessage: () => ({}),
  });
  aws = await startLambda([sqs.module, (kernel: Kernel) => createLogs(kernel)], { log });
  gateway = new Gateway();
  const port = await gateway.listen(0);
  gateway.connect(aws.kernel, []);
  client = new sdk.LambdaClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await client.send(
    new sdk.CreateFunctionCommand({
      FunctionName: 'wire',
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Code: { ZipFile: zipArchive({ 'index.js': SOURCE }) },
      Tags: { team: 'a' },
    }),
  );
});
afterAll(async () => {
  client.destroy();
  await gateway.close();
  await aws.stop();
});

const FunctionName = 'wire';
const errorOf = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    if (error instanceof sdk.LambdaServiceException)
      return { name: error.name, message: error.message, status: error.$metadata.httpStatusCode };
    throw error;
  }
  throw new Error('The call succeeded; an error was expected.');
};
const send = (payload: unknown, input: Partial<sdk.InvokeCommandInput> = {}) =>
  client.send(new sdk.InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)), ...input }));

describe('over the wire', () => {
  test('GetFunction describes a function as AWS does', async () => {
    const { Configuration, Tags } = await client.send(new sdk.GetFunctionCommand({ FunctionName }));
    expect(Configuration).toMatchObject({
      FunctionName: 'wire',
      FunctionArn: ARN,
      Runtime: 'nodejs24.x',
      Role: ROLE,
      Handler: 'index.handler',
      Timeout: 3,
      MemorySize: 128,
      Version: '$LATEST',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/wire' },
    });
    expect(Tags).toEqual({ team: 'a' });
    const { Functions } = await client.send(new sdk.ListFunctionsCommand({}));
    expect(Functions?.map((found) => found.FunctionName)).toEqual(['wire']);
  });

  test('Invoke returns the payload, the executed version and the end of the log', async () => {
    const answer = await send({ n: 'ü' }, { LogType: 'Tail' });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.Payload?.transformToString()).toBe('{"n":"ü"}');
    const lines = Buffer.from(answer.LogResult ?? '', 'base64')
      .toString('utf8')
      .split('\n');
    expect(lines[0]).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST$/);
    expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z\t[0-9a-f-]{36}\tINFO\tseen ü$/);
    expect(lines[2]).toMatch(/^END RequestId: [0-9a-f-]{36}$/);
    expect(lines[3]).toMatch(
      /^REPORT RequestId: .*\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: /,
    );
  });

  test('a failing function answers with status 200 and an error header', async () => {
    const answer = await send({ fail: true });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'Error',
      errorMessage: 'no',
    });
  });

  test('an asynchronous invocation answers 202, a dry run 204', async () => {
    expect((await send({}, { InvocationType: 'Event' })).StatusCode).toBe(202);
    expect((await send({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204);
  });

  test('a missing payload is an empty object, and a payload that is not JSON is rejected', async () => {
    const answer = await client.send(new sdk.InvokeCommand({ FunctionName }));
    expect(answer.Payload?.transformToString()).toBe('{}');
    for (const InvocationType of ['RequestResponse', 'Event'] as const)
      expect(await errorOf(send({}, { Payload: Buffer.from('{"a":'), InvocationType }))).toEqual({
        name: 'InvalidRequestContentException',
        message: expect.stringMatching(/^Could not parse request body into json/),
        status: 400,
      });
  });

  test('a payload that is too large is rejected', async () => {
    expect(await errorOf(send('a'.repeat(6_291_456)))).toEqual({
      name: 'RequestTooLargeException',
      message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      status: 413,
    });
    expect(await errorOf(send('a'.repeat(1_048_576), { InvocationType: 'Event' }))).toMatchObject({
      name: 'RequestTooLargeException',
      message: '1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)',
    });
  });

  test('an error about a missing function names its ARN', async () => {
    const missing = { name: 'ResourceNotFoundException', status: 404 };
    const FunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:nobody';
    expect(await errorOf(send({}, { FunctionName: 'nobody' }))).toEqual({
      ...missing,
      message: `Function not found: ${FunctionArn}`,
    });
    expect(await errorOf(send({}, { Qualifier: '7' }))).toEqual({
      ...missing,
      message: `Function not found: ${ARN}:7`,
    });
    expect(await errorOf(client.send(new sdk.GetPolicyCommand({ FunctionName })))).toEqual({
      ...missing,
      message: 'The resource you requested does not exist.',
    });
  });

  test('a throttled invocation throws TooManyRequestsException with its reason', async () => {
    await client.send(new sdk.PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
    expect(await errorOf(send({}))).toEqual({
      name: 'TooManyRequestsException',
      message: 'Rate Exceeded.',
      status: 429,
    });
    await client.send(new sdk.DeleteFunctionConcurrencyCommand({ FunctionName }));
    expect((await send({})).StatusCode).toBe(200);
  });

  test('permissions are added, shown as a policy and removed', async () => {
    const permission = {
      FunctionName,
      StatementId: 'rule',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/r',
    };
    await client.send(new sdk.AddPermissionCommand(permission));
    expect((await errorOf(client.send(new sdk.AddPermissionCommand(permission)))).name).toBe(
      'ResourceConflictException',
    );
    const { Policy } = await client.send(new sdk.GetPolicyCommand({ FunctionName }));
    const expected = {
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        {
          Sid: 'rule',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: ARN,
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/r' } },
        },
      ],
    };
    expect(JSON.parse(Policy ?? '')).toEqual(expected);
    expect(JSON.parse(String(aws.lambda.resourcePolicy(ARN)))).toEqual(expected);
    await client.send(new sdk.RemovePermissionCommand({ FunctionName, StatementId: 'rule' }));
    expect(aws.lambda.resourcePolicy(ARN)).toBeUndefined();
  });

  test('versions keep their code, and an alias invokes its version', async () => {
    const { Version } = await client.send(new sdk.PublishVersionCommand({ FunctionName }));
    expect((await client.send(new sdk.PublishVersionCommand({ FunctionName }))).Version).toBe(Version);
    await client.send(new sdk.CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: Version }));
    const ZipFile = zipArchive({
      'index.js': 'exports.handler = async (event, { functionVersion }) => `changed ${functionVersion}`;',
    });
    await client.send(new sdk.UpdateFunctionCodeCommand({ FunctionName, ZipFile }));
    expect((await send({ n: 1 })).Payload?.transformToString()).toBe('"changed $LATEST"');
    const old = await send({ n: 1 }, { Qualifier: 'live' });
    expect(old.Payload?.transformToString()).toBe('{"n":1}');
    expect(old.ExecutedVersion).toBe('1');
    await client.send(new sdk.UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipArchive({ 'index.js': SOURCE }) }));
  });

  test('event invoke settings, tags and mappings can be set and read', async () => {
    await client.send(new sdk.PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 1 }));
    expect(await client.send(new sdk.GetFunctionEventInvokeConfigCommand({ FunctionName }))).toMatchObject({
      MaximumRetryAttempts: 1,
      FunctionArn: `${ARN}:$LATEST`,
      LastModified: expect.any(Date),
    });
    await client.send(new sdk.TagResourceCommand({ Resource: ARN, Tags: { b: '2' } }));
    await client.send(new sdk.UntagResourceCommand({ Resource: ARN, TagKeys: ['team'] }));
    expect((await client.send(new sdk.ListTagsCommand({ Resource: ARN }))).Tags).toEqual({ b: '2' });
    const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:q';
    const { UUID } = await client.send(new sdk.CreateEventSourceMappingCommand({ FunctionName, EventSourceArn }));
    const { EventSourceMappings } = await client.send(new sdk.ListEventSourceMappingsCommand({ FunctionName }));
    expect(EventSourceMappings).toMatchObject([{ UUID, BatchSize: 10, LastModified: expect.any(Date) }]);
    await client.send(new sdk.DeleteEventSourceMappingCommand({ UUID }));
  });

  test('a changed configuration applies to the next invocation', async () => {
    await client.send(new sdk.UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 7, MemorySize: 256 }));
    const answer = await send({}, { LogType: 'Tail' });
    expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toMatch(/Memory Size: 256 MB/);
  });

  const base = {
    FunctionName: 'refused',
    Runtime: 'nodejs24.x',
    Role: ROLE,
    Handler: 'i.h',
    Code: { ZipFile: zipArchive({ a: '' }) },
  } as const;
  const refused: [string, Partial<sdk.CreateFunctionCommandInput>, string, RegExp][] = [
    ['another language', { Runtime: 'python3.12' }, 'UnsupportedOperation', /python3\.12/],
    ['a code signing configuration', { CodeSigningConfigArn: 'arn' }, 'UnsupportedOperation', /CodeSigningConfigArn/],
    ['code in a bucket', { Code: { S3Bucket: 'b', S3Key: 'k' } }, 'UnsupportedOperation', /S3Bucket/],
    [
      'a timeout of an hour',
      { Timeout: 3600 },
      'ValidationException',
      /'3600' at 'timeout'.*less than or equal to 900/,
    ],
    [
      'an environment variable that Lambda reserves',
      { Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      /reserved keys.*AWS_REGION/,
    ],
    ['a malformed role ARN', { Role: 'admin' }, 'ValidationException', /'admin' at 'role'/],
    [
      'code that is not a zip archive',
      { Code: { ZipFile: Buffer.from('not a zip') } },
      'InvalidParameterValueException',
      /Could not unzip uploaded file/,
    ],
    [
      'a name that exists already',
      { FunctionName: 'wire' },
      'ResourceConflictException',
      /Function already exist: wire/,
    ],
  ];
  test.each(refused)('CreateFunction rejects %s', async (_name, input, name, message) => {
    expect(await errorOf(client.send(new sdk.CreateFunctionCommand({ ...base, ...input })))).toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });

  test('an unsupported path of the Lambda API is rejected with its name', async () => {
    expect(await errorOf(client.send(new sdk.ListCodeSigningConfigsCommand({})))).toMatchObject({
      name: 'UnsupportedOperation',
      message: expect.stringContaining('code-signing-configs'),
      status: 501,
    });
  });

  test('deleting a function ends its environments', async () => {
    await client.send(new sdk.CreateFunctionCommand({ ...base, FunctionName: 'short', Handler: 'a.b' }));
    await client.send(new sdk.DeleteFunctionCommand({ FunctionName: 'short' }));
    expect((await errorOf(send({}, { FunctionName: 'short' }))).name).toBe('ResourceNotFoundException');
  });
});

describe('function logs', () => {
  test('are in the function’s log group, and the runtime’s own log contains no payload', async () => {
    const secret = 'Jane Q. Public, 1 Main Street';
    const source =
      'export const handler = async (e) => { console.error("got", e.who); process.stdout.write("raw\\n"); throw new Error(e.who); };';
    await aws.create('talks', source);
    await aws.invoke('talks', { who: secret });
    await aws.invoke('talks', { who: secret }, { InvocationType: 'Event' });
    const messages = await linesOf('/aws/lambda/talks', 11);
    expect(messages.filter((line) => line.includes(`\tERROR\tgot ${secret}`))).toHaveLength(2);
    expect(messages).toContain('raw\n');
    expect(messages.some((line) => line.includes('\tERROR\tInvoke Error \t'.trimEnd()))).toBe(true);
    expect(entries.join('\n')).not.toContain('Jane');
  });

  test('in JSON format have level and request id, and entries below the log level are dropped', async () => {
    const source =
      'export const handler = async () => { console.debug("hidden"); console.warn("shown", 1); console.info({ a: 1 }); };';
    await aws.create('json', source, {
      LoggingConfig: { LogFormat: 'JSON', LogGroup: 'own-group', ApplicationLogLevel: 'INFO' },
    });
    await aws.invoke('json');
    const lines = (await linesOf('own-group', 4)).map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { type: 'platform.start' },
      { level: 'WARN', message: 'shown 1', requestId: expect.any(String) },
      { level: 'INFO', message: { a: 1 } },
      { type: 'platform.report', record: { status: 'success' } },
    ]);
  });

  test('are stored for a function that times out while it writes without end', async () => {
    const source =
      'export const handler = async () => { let n = 0; for (;;) { n += 1; if (n % 1e6 === 0) console.log("still here"); } };';
    await aws.create('loops', source, { Timeout: 1 });
    await aws.invoke('loops');
    const messages = await linesOf('/aws/lambda/loops', 1, /^REPORT/);
    expect(messages.some((line) => line.includes('still here'))).toBe(true);
    expect(messages.some((line) => /Task timed out after 1\.00 seconds/.test(line))).toBe(true);
  });
});

/**
 * The messages of a log group, once there are at least `count` and the last one matches; lines arrive a little after
 * the invocation.
 */
const linesOf = async (logGroupName: string, count: number, last = /./): Promise<string[]> => {
  for (;;) {
    const messages = await messagesOf(logGroupName);
    if (messages.length >= count && messages.some((message) => last.test(message))) return messages;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const messagesOf = async (logGroupName: string): Promise<string[]> => {
  try {
    const answer = (await aws.kernel.as('logs', 'FilterLogEvents', { logGroupName })) as {
      events: { message: string }[];
    };
    return answer.events.map(({ message }) => message);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return [];
    throw error;
  }
};
