import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { createPipes } from '../../../../local/src/services/pipes/pipes.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { type BehindGateway, startBehindGateway } from '../sqs/behind-gateway.ts';
import { at, queueArn, ROLE } from './system.ts';

let system: BehindGateway;
beforeAll(async () => {
  system = await startBehindGateway((kernel) => {
    const queues = createSqs(kernel);
    const tables = createDynamoDb(kernel);
    return [queues, tables, createPipes(kernel, { queueSignals: queues, streamSource: tables })];
  });
  await system.kernel.as('sqs', 'CreateQueue', { QueueName: 'work' });
});
afterAll(() => system.stop());

const CREDENTIAL = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/pipes/aws4_request';

const send = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${system.client.endpoint}${path}`, {
    method,
    headers: { authorization: CREDENTIAL, 'content-type': 'application/json', connection: 'close' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const error = response.headers.get('x-amzn-errortype');
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, answer, ...(error !== null && { error }) };
};

const Target = queueArn('next');
const settings = (more: Record<string, unknown> = {}) => ({
  DesiredState: 'STOPPED',
  RoleArn: ROLE,
  Source: queueArn('work'),
  Target,
  ...more,
});
const arn = (name: string): string => at('pipes', `pipe/${name}`);

describe('a pipe', () => {
  test('has the settings of CreatePipe and the defaults of AWS', async () => {
    const created = await send('POST', '/v1/pipes/first', settings({ Description: 'moves', Tags: { team: 'a' } }));
    const common = {
      Arn: arn('first'),
      CreationTime: expect.any(Number),
      DesiredState: 'STOPPED',
      LastModifiedTime: expect.any(Number),
      Name: 'first',
    };
    expect(created).toEqual({ status: 200, answer: { ...common, CurrentState: 'CREATING' } });
    expect(await send('GET', '/v1/pipes/first')).toEqual({
      status: 200,
      answer: {
        ...common,
        CurrentState: 'STOPPED',
        Description: 'moves',
        RoleArn: ROLE,
        Source: queueArn('work'),
        SourceParameters: { SqsQueueParameters: { BatchSize: 10, MaximumBatchingWindowInSeconds: 0 } },
        StateReason: 'USER_INITIATED',
        Tags: { team: 'a' },
        Target,
        TargetParameters: {},
      },
    });
  });

  test('is unique by its name', async () => {
    await send('POST', '/v1/pipes/twice', settings());
    expect(await send('POST', '/v1/pipes/twice', settings())).toMatchObject({
      status: 409,
      error: 'ConflictException',
    });
  });

  test('keeps members that an update does not contain, and replaces the parameters of a service as a whole', async () => {
    const SourceParameters = { SqsQueueParameters: { BatchSize: 5, MaximumBatchingWindowInSeconds: 20 } };
    await send('POST', '/v1/pipes/changing', settings({ Description: 'old', SourceParameters }));
    await send('PUT', '/v1/pipes/changing', { RoleArn: ROLE, TargetParameters: { InputTemplate: 'x' } });
    expect((await send('GET', '/v1/pipes/changing')).answer).toMatchObject({
      Description: 'old',
      SourceParameters,
      TargetParameters: { InputTemplate: 'x' },
      DesiredState: 'STOPPED',
    });
    await send('PUT', '/v1/pipes/changing', {
      RoleArn: ROLE,
      SourceParameters: { SqsQueueParameters: { BatchSize: 2 } },
    });
    expect((await send('GET', '/v1/pipes/changing')).answer.SourceParameters).toEqual({
      SqsQueueParameters: { BatchSize: 2, MaximumBatchingWindowInSeconds: 0 },
    });
  });

  test('starts, stops and is deleted', async () => {
    await send('POST', '/v1/pipes/moving', settings());
    expect((await send('POST', '/v1/pipes/moving/start')).answer).toMatchObject({
      CurrentState: 'STARTING',
      DesiredState: 'RUNNING',
    });
    expect((await send('POST', '/v1/pipes/moving/stop')).answer).toMatchObject({ CurrentState: 'STOPPING' });
    expect((await send('DELETE', '/v1/pipes/moving')).answer).toMatchObject({
      CurrentState: 'DELETING',
      DesiredState: 'DELETED',
    });
    expect(await send('GET', '/v1/pipes/moving')).toMatchObject({ status: 404, error: 'NotFoundException' });
  });

  test('is listed by prefixes and in pages', async () => {
    for (const name of ['list-a', 'list-b', 'list-c']) await send('POST', `/v1/pipes/${name}`, settings());
    const { answer } = await send('GET', '/v1/pipes?NamePrefix=list-&Limit=2');
    expect(answer.Pipes).toMatchObject([{ Name: 'list-a', Source: queueArn('work'), Target }, { Name: 'list-b' }]);
    const token = encodeURIComponent(String(answer.NextToken));
    const next = await send('GET', `/v1/pipes?NamePrefix=list-&NextToken=${token}`);
    expect(next.answer).toMatchObject({ Pipes: [{ Name: 'list-c' }] });
    expect((await send('GET', '/v1/pipes?CurrentState=RUNNING')).answer).toEqual({ Pipes: [] });
  });

  test('has tags', async () => {
    await send('POST', '/v1/pipes/tagged', settings({ Tags: { a: '1' } }));
    const path = `/tags/${encodeURIComponent(arn('tagged'))}`;
    await send('POST', path, { tags: { b: '2' } });
    expect((await send('GET', path)).answer).toEqual({ tags: { a: '1', b: '2' } });
    await send('DELETE', `${path}?tagKeys=a`);
    expect((await send('GET', path)).answer).toEqual({ tags: { b: '2' } });
  });
});

describe('CreatePipe refuses', () => {
  const sourced = (parameters: Record<string, unknown>) => ({ SourceParameters: { SqsQueueParameters: parameters } });

  test.each([
    ['a queue that does not exist', { Source: queueArn('none') }, 'ValidationException', /does not exist/],
    [
      'a stream that does not exist',
      {
        Source: at('dynamodb', 'table/t/stream/2026-01-01T00:00:00.000'),
        SourceParameters: { DynamoDBStreamParameters: { StartingPosition: 'LATEST' } },
      },
      'ValidationException',
      /does not exist/,
    ],
    ['a Kinesis stream', { Source: at('kinesis', 'stream/s') }, 'UnsupportedOperation', /kinesis/],
    [
      'an API destination as target',
      { Target: at('events', 'api-destination/a/b') },
      'UnsupportedOperation',
      /api-dest/,
    ],
    ['an API Gateway enrichment', { Enrichment: at('execute-api', 'a/b') }, 'UnsupportedOperation', /execute-api/],
    ['a text that is not an ARN', { Target: 'next' }, 'ValidationException', /not in correct format/],
    ['a request without a role', { RoleArn: undefined }, 'ValidationException', /'roleArn'/],
    [
      'an invalid pattern',
      { SourceParameters: { FilterCriteria: { Filters: [{ Pattern: '{' }] } } },
      'ValidationException',
      /filter pattern/,
    ],
    [
      'a batch above the maximum of the target',
      sourced({ BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }),
      'ValidationException',
      /maximum of the target/,
    ],
    [
      'an unknown variable',
      { TargetParameters: { InputTemplate: '<aws.pipes.colour>' } },
      'ValidationException',
      /colour/,
    ],
    [
      'a FIFO queue without a message group',
      { Target: queueArn('next.fifo') },
      'ValidationException',
      /MessageGroupId/,
    ],
    ['an invalid state', { DesiredState: 'PAUSED' }, 'ValidationException', /RUNNING, STOPPED/],
  ])('%s', async (_, more, code, message) => {
    const refused = await send('POST', '/v1/pipes/refused', settings(more));
    expect(refused.error).toBe(code);
    expect(refused.answer.message).toMatch(message);
    expect((await send('GET', '/v1/pipes/refused')).error).toBe('NotFoundException');
  });
});
