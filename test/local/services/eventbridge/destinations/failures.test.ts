import { DeauthorizeConnectionCommand, DeleteApiDestinationCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../../../kernel.ts';
import { Endpoint } from './endpoint.ts';
import { type App, startApp } from './system.ts';

let endpoint: Endpoint;
let app: App | undefined;
beforeAll(async () => {
  endpoint = await Endpoint.start();
});
afterEach(async () => {
  await app?.aws.stop();
  endpoint.reset();
});
afterAll(() => endpoint.stop());

const attributes = async (): Promise<Record<string, string | undefined>> => {
  const message = await app?.dead();
  return Object.fromEntries(
    Object.entries(message?.MessageAttributes ?? {}).map(([name, value]) => [name, value.StringValue]),
  );
};

describe('a response that AWS retries', () => {
  test.each([401, 407, 409, 429, 500, 503])('is retried for status %i', async (status) => {
    endpoint.answer = (_, count) => ({ status: count === 1 ? status : 204 });
    app = await startApp(endpoint.url);
    await app.put({});
    expect(endpoint.received).toHaveLength(1);
    await app.aws.clock.advance({ seconds: 2 });
    expect(endpoint.received).toHaveLength(2);
    expect(await attributes()).toEqual({});
  });

  test('is retried after the time of Retry-After, if this is later than the retry policy', async () => {
    endpoint.answer = (_, count) =>
      count === 1 ? { status: 503, headers: { 'retry-after': '120' } } : { status: 200 };
    app = await startApp(endpoint.url);
    await app.put({});
    await app.aws.clock.advance({ seconds: 118 });
    expect(endpoint.received).toHaveLength(1);
    await app.aws.clock.advance({ seconds: 3 });
    expect(endpoint.received).toHaveLength(2);
  });

  test('is not retried after a negative Retry-After', async () => {
    endpoint.answer = () => ({ status: 503, headers: { 'retry-after': '-1' } });
    app = await startApp(endpoint.url);
    await app.put({});
    expect(await attributes()).toMatchObject({ ERROR_CODE: 'SDK_CLIENT_ERROR', RETRY_ATTEMPTS: '0' });
  });

  test('becomes a dead letter after the last retry', async () => {
    endpoint.answer = () => ({ status: 503 });
    app = await startApp(endpoint.url, { target: { RetryPolicy: { MaximumRetryAttempts: 1 } } });
    await app.put({});
    await app.aws.clock.advance({ seconds: 2 });
    expect(await attributes()).toMatchObject({
      RETRY_ATTEMPTS: '1',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
    });
  });
});

describe('a failure that AWS does not retry', () => {
  test.each([302, 400, 403, 404, 410])('becomes a dead letter for status %i', async (status) => {
    endpoint.answer = () => ({ status, headers: { location: `${endpoint.url}/other` } });
    app = await startApp(endpoint.url);
    await app.put({});
    expect(endpoint.received).toHaveLength(1);
    expect(await attributes()).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/sales',
      TARGET_ARN: app.aws.outputs.DestinationArn,
      ERROR_CODE: 'SDK_CLIENT_ERROR',
      ERROR_MESSAGE: `Unable to invoke ApiDestination endpoint: The endpoint answered with status ${status}.`,
      RETRY_ATTEMPTS: '0',
    });
  });

  test('is a role without events:InvokeApiDestination', async () => {
    app = await startApp(endpoint.url, { statements: [] });
    await app.put({});
    expect(endpoint.received).toEqual([]);
    expect(await attributes()).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS' });
  });

  test('is a deleted destination or a deauthorized connection', async () => {
    app = await startApp(endpoint.url);
    await app.events.send(new DeauthorizeConnectionCommand({ Name: 'partner' }));
    await app.put({});
    expect(await attributes()).toMatchObject({ ERROR_CODE: 'SDK_CLIENT_ERROR', RETRY_ATTEMPTS: '0' });
    await app.events.send(new DeleteApiDestinationCommand({ Name: 'hook' }));
    await app.put({});
    expect(await attributes()).toMatchObject({ ERROR_CODE: 'NO_RESOURCE', RETRY_ATTEMPTS: '0' });
    expect(endpoint.received).toEqual([]);
  });

  test('is a header with a character from the event that HTTP does not allow', async () => {
    app = await startApp(endpoint.url, { target: { HttpParameters: { HeaderParameters: { id: '$.detail.id' } } } });
    await app.put({ id: 'a\r\nx-injected: 1' });
    expect(endpoint.received).toEqual([]);
    expect(await attributes()).toMatchObject({ ERROR_CODE: 'SDK_CLIENT_ERROR', RETRY_ATTEMPTS: '0' });
  });
});

test('an endpoint that does not answer within 5 seconds, or cannot be reached, is retried', async () => {
  endpoint.answer = () => ({ status: 200, hangs: true });
  app = await startApp(endpoint.url, { target: { RetryPolicy: { MaximumRetryAttempts: 0 } } });
  await app.put({});
  expect(await attributes()).toMatchObject({
    ERROR_MESSAGE:
      'Unable to invoke ApiDestination endpoint: Timeout calling endpoint for API Destination: socket closed.',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  });
  await app.aws.stop();
  app = await startApp('http://127.0.0.1:9', { target: { RetryPolicy: { MaximumRetryAttempts: 0 } } });
  await app.put({});
  expect(await attributes()).toMatchObject({
    ERROR_CODE: 'SDK_CLIENT_ERROR',
    ERROR_MESSAGE: 'Unable to invoke ApiDestination endpoint: API destination endpoint cannot be reached.',
    EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
  });
}, 20_000);

test('keeps the invocation rate limit on the runtime clock, without counting the waits as retries', async () => {
  const times: number[] = [];
  endpoint.answer = () => {
    times.push(app?.aws.clock.now().getTime() ?? 0);
    return { status: 200 };
  };
  const target = { RetryPolicy: { MaximumRetryAttempts: 0 } };
  app = await startApp(endpoint.url, { destination: { InvocationRateLimitPerSecond: '2' }, target });
  await app.put(...Array.from({ length: 7 }, (_, n) => ({ n })));
  await app.aws.clock.advance({ seconds: 10 });
  expect(times).toHaveLength(7);
  // The times are those of the arrivals, which vary by some milliseconds.
  for (const [index, time] of times.entries()) {
    const second = times[index + 2];
    if (second !== undefined) expect(second - time).toBeGreaterThan(900);
  }
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(5_000);
  expect(await attributes()).toEqual({});
}, 20_000);

test('a waiting event that would become too old for the rate limit becomes a dead letter', async () => {
  const target = { RetryPolicy: { MaximumEventAgeInSeconds: 60 } };
  app = await startApp(endpoint.url, { destination: { InvocationRateLimitPerSecond: 1 }, target });
  for (let batch = 0; batch < 7; batch += 1) await app.put(...Array.from({ length: 10 }, (_, n) => ({ n })));
  await app.aws.clock.advance({ seconds: 60 });
  expect(endpoint.received.length).toBeLessThan(70);
  expect(await attributes()).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
}, 30_000);

test('delivers after a restart the events that waited at the stop', async () => {
  const dataDir = temporaryDirectory();
  endpoint.answer = () => ({ status: 503 });
  app = await startApp(endpoint.url, { destination: { InvocationRateLimitPerSecond: 1 } }, dataDir);
  await app.put({ n: 1 }, { n: 2 });
  const arn = app.aws.outputs.DestinationArn;
  await app.aws.stop();
  endpoint.reset();
  app = await startApp(endpoint.url, { destination: { InvocationRateLimitPerSecond: 1 } }, dataDir);
  await app.aws.clock.advance({ seconds: 10 });
  expect(endpoint.received.map(({ body }) => JSON.parse(body).detail.n).sort()).toEqual([1, 2]);
  expect(app.aws.outputs.DestinationArn).toBe(arn);
  await app.aws.stop();
  removeDirectory(dataDir);
});

test('a stop ends requests in flight, and their events are delivered after the restart', async () => {
  const dataDir = temporaryDirectory();
  endpoint.answer = () => ({ status: 200, hangs: true });
  app = await startApp(endpoint.url, {}, dataDir);
  await app.send({ n: 1 });
  await endpoint.reached(1);
  const startedMs = performance.now();
  await app.aws.stop();
  expect(performance.now() - startedMs).toBeLessThan(4_000);
  endpoint.reset();
  app = await startApp(endpoint.url, {}, dataDir);
  await app.aws.settled();
  expect(endpoint.received.map(({ body }) => JSON.parse(body).detail)).toEqual([{ n: 1 }]);
  await app.aws.stop();
  removeDirectory(dataDir);
});
