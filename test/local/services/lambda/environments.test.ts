import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LambdaHarness, startLambda, writeFiles } from './harness.ts';

let aws: LambdaHarness;
beforeAll(async () => {
  aws = await startLambda();
});
afterAll(() => aws.stop());

const errorOf = ({ payload }: { payload: unknown }) =>
  payload as { errorType: string; errorMessage: string; trace?: string[] };

describe('a handler', () => {
  test('of an ES module returns its async result as JSON', async () => {
    await aws.create('esm', 'export const handler = async (event) => ({ got: event });');
    const answer = await aws.invoke('esm', { a: [1, 'ü'] });
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST', payload: { got: { a: [1, 'ü'] } } });
    expect(answer.FunctionError).toBeUndefined();
  });

  test('may be CommonJS, in a folder, and a nested export', async () => {
    const files = {
      'lib/mod.js': 'exports.api = { run: async () => require("./other.js").value };',
      'lib/other.js': 'exports.value = 7;',
    };
    await aws.create('cjs', files, { Handler: 'lib/mod.api.run' });
    expect((await aws.invoke('cjs')).payload).toBe(7);
  });

  test('in a .js file is CommonJS below a foreign package.json of type module, and an ES module with its own', async () => {
    const files = {
      'package.json': '{"type":"module"}',
      'asset/index.js': 'exports.handler = async () => require("./part.js");',
      'asset/part.js': 'module.exports = 1;',
    };
    const folder = writeFiles(mkdtempSync(join(tmpdir(), 'package-')), files);
    await aws.create('below', '', { Code: { LocalDirectory: join(folder, 'asset') } });
    expect((await aws.invoke('below')).payload).toBe(1);
    rmSync(folder, { recursive: true });
    await aws.create('own-type', {
      'package.json': '{"type":"module"}',
      'index.js': 'export const handler = async () => 2;',
    });
    expect((await aws.invoke('own-type')).payload).toBe(2);
  });

  test('may answer through its callback, and answers null if it never calls it', async () => {
    await aws.create(
      'callback',
      'export const handler = (event, context, callback) => { setTimeout(() => callback(null, event.n + 1), 5); };',
    );
    expect((await aws.invoke('callback', { n: 1 })).payload).toBe(2);
    await aws.create('silent', 'export const handler = () => { setTimeout(() => {}, 20); };');
    expect((await aws.invoke('silent')).payload).toBe(null);
    expect((await aws.invoke('silent')).payload).toBe(null);
  });

  test('sees the runtime’s clock, also if the clock is moved while the environment is warm', async () => {
    await aws.create(
      'calendar',
      'export const handler = async () => ({ now: Date.now(), made: new Date().getTime(), at0: new Date(0).toISOString(), is: new Date() instanceof Date });',
    );
    await aws.invoke('calendar');
    await aws.kernel.timers.advance(40 * 86_400_000);
    const before = aws.kernel.clock.now();
    const { payload } = await aws.invoke('calendar');
    const after = aws.kernel.clock.now();
    const { now, made, ...rest } = payload as { now: number; made: number };
    for (const told of [now, made]) {
      expect(told).toBeGreaterThanOrEqual(before - 1);
      expect(told).toBeLessThanOrEqual(after + 1);
    }
    expect(rest).toEqual({ at0: '1970-01-01T00:00:00.000Z', is: true });
  });

  test.each([
    ['JSON lines before and after an invocation', { LoggingConfig: { LogFormat: 'JSON' } }, 'async () => 1', 2],
    ['the line about a timeout', { Timeout: 1 }, '() => new Promise(() => setInterval(() => {}, 1000))', 1],
  ])('gets log lines of Lambda with the time of the runtime: %s', async (_, settings, handler, lines) => {
    const name = `dated-${lines}`;
    await aws.create(name, `export const handler = ${handler};`, settings);
    await aws.kernel.timers.advance(40 * 86_400_000);
    const before = new Date(aws.kernel.clock.now()).toISOString();
    const { log } = await aws.invoke(name, {}, { LogType: 'Tail' });
    const after = new Date(aws.kernel.clock.now()).toISOString();
    const times = log.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
    expect(times).toHaveLength(lines);
    expect(times.filter((time) => time < before || time > after)).toEqual([]);
  });

  test('gets the data of its invocation in the context', async () => {
    await aws.create(
      'context',
      `export const handler = async (event, c) => ({ ...c, left: c.getRemainingTimeInMillis() });`,
      { Timeout: 900, MemorySize: 256 },
    );
    const { payload } = await aws.invoke('context');
    expect(payload).toMatchObject({
      functionName: 'context',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:context',
      logGroupName: '/aws/lambda/context',
    });
    const { left, awsRequestId } = payload as { left: number; awsRequestId: string };
    expect(left).toBeGreaterThan(600_000);
    expect(left).toBeLessThanOrEqual(900_000);
    expect(awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('keeps its state between consecutive invocations', async () => {
    await aws.create('warm', 'let n = 0; export const handler = async () => ++n;');
    expect([(await aws.invoke('warm')).payload, (await aws.invoke('warm')).payload]).toEqual([1, 2]);
  });

  test('that returns undefined answers null', async () => {
    await aws.create('nothing', 'export const handler = async () => {};');
    expect((await aws.invoke('nothing')).payload).toBe(null);
  });
});

describe('the environment', () => {
  test('contains the function’s variables and Lambda’s, and none of this process or of another function', async () => {
    process.env.SECRET_OF_THE_PARENT = 'hidden';
    const source = 'export const handler = async () => process.env;';
    await aws.create('env-a', source, { Environment: { Variables: { MINE: 'a' } } });
    await aws.create('env-b', source, { Environment: { Variables: { OTHER: 'b' } } });
    const a = (await aws.invoke('env-a')).payload as Record<string, string>;
    const b = (await aws.invoke('env-b')).payload as Record<string, string>;
    expect(a).toMatchObject({
      MINE: 'a',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'env-a',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      _HANDLER: 'index.handler',
    });
    expect(b).not.toHaveProperty('MINE');
    expect(a).not.toHaveProperty('SECRET_OF_THE_PARENT');
    expect(a).not.toHaveProperty('NODE_OPTIONS');
    expect(
      Object.keys(a).filter((name) => !/^(AWS_|LAMBDA_TASK_ROOT|_HANDLER|_X_AMZN_TRACE_ID|LANG|PATH|MINE)/.test(name)),
    ).toEqual([]);
    const caller = aws.kernel.identities.resolve(a.AWS_ACCESS_KEY_ID ?? '');
    expect(caller?.arn).toBe('arn:aws:sts::000000000000:assumed-role/functions/env-a');
    expect(a.AWS_ACCESS_KEY_ID).not.toBe(b.AWS_ACCESS_KEY_ID);
  });

  test('of one function cannot change the variables or globals of another', async () => {
    await aws.create(
      'dirty',
      'export const handler = async () => { process.env.LEAK = "1"; globalThis.leak = 1; Object.prototype.leak = 1; return 1; };',
    );
    await aws.create(
      'clean',
      'export const handler = async () => [process.env.LEAK ?? null, globalThis.leak ?? null, ({}).leak ?? null];',
    );
    await aws.invoke('dirty');
    expect((await aws.invoke('clean')).payload).toEqual([null, null, null]);
    expect(process.env.LEAK).toBeUndefined();
  });
});

test('a function cannot call gc, although the process that runs it can', async () => {
  setFlagsFromString('--expose-gc');
  await aws.create('collects', 'export const handler = async () => typeof gc;');
  expect((await aws.invoke('collects')).payload).toBe('undefined');
  setFlagsFromString('--no-expose-gc');
});

describe('after a failure', () => {
  test('a thrown error is returned with name, message and trace, and the environment is reused', async () => {
    await aws.create(
      'throws',
      'let n = 0; export const handler = async () => { n += 1; if (n === 2) return n; const e = new Error("no good"); e.name = "CustomException"; throw e; };',
    );
    const answer = await aws.invoke('throws');
    expect(answer.FunctionError).toBe('Unhandled');
    expect(errorOf(answer)).toMatchObject({ errorType: 'CustomException', errorMessage: 'no good' });
    expect(errorOf(answer).trace?.[0]).toMatch(/^(Error|CustomException): no good/);
    expect((await aws.invoke('throws')).payload).toBe(2);
  });

  test('a thrown value that is not an Error is returned as text', async () => {
    await aws.create('throws-text', 'export const handler = async () => { throw "plain"; };');
    expect((await aws.invoke('throws-text')).payload).toEqual({
      errorType: 'string',
      errorMessage: 'plain',
      trace: [],
    });
  });

  test('a synchronous throw is returned as an error', async () => {
    await aws.create('throws-now', 'export const handler = () => { null.x; };');
    expect(errorOf(await aws.invoke('throws-now')).errorType).toBe('TypeError');
  });

  test('a function that exceeds its timeout, also in an endless loop, is ended and runs in a new environment next', async () => {
    await aws.create(
      'slow',
      'let n = 0; export const handler = async (event) => { n += 1; if (event.loop) for (;;); if (event.wait) await new Promise(() => setInterval(() => {}, 1000)); return n; };',
      { Timeout: 1 },
    );
    for (const payload of [{ loop: true }, { wait: true }]) {
      const answer = await aws.invoke('slow', payload);
      expect(answer.FunctionError).toBe('Unhandled');
      expect(answer.payload).toEqual({
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
      });
    }
    expect((await aws.invoke('slow')).payload).toBe(1);
  });

  test('a function that exits answers Runtime.ExitError and runs in a new environment next', async () => {
    await aws.create(
      'exits',
      'export const handler = async (event) => { if (event.code !== undefined) process.exit(event.code); return "alive"; };',
    );
    expect(errorOf(await aws.invoke('exits', { code: 3 }))).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 3$/),
    });
    expect(errorOf(await aws.invoke('exits', { code: 0 })).errorMessage).toMatch(
      /Runtime exited without providing a reason$/,
    );
    expect((await aws.invoke('exits')).payload).toBe('alive');
  });

  test('an unhandled rejection and an uncaught exception end the environment', async () => {
    await aws.create(
      'rejects',
      'let n = 0; export const handler = async (event) => { n += 1; if (event.ok) return n; Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 5000)); };',
    );
    expect(errorOf(await aws.invoke('rejects'))).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'Error: lost',
    });
    expect((await aws.invoke('rejects', { ok: true })).payload).toBe(1);
    await aws.create(
      'uncaught',
      'export const handler = async () => { setTimeout(() => { throw new RangeError("late"); }, 1); await new Promise((r) => setTimeout(r, 5000)); };',
    );
    expect(errorOf(await aws.invoke('uncaught'))).toMatchObject({ errorType: 'RangeError', errorMessage: 'late' });
  });

  test('a function that exceeds its memory is ended, and this process is not', async () => {
    await aws.create(
      'greedy',
      'export const handler = async () => { const all = []; for (;;) all.push(new Array(10000).fill(all.length)); };',
      { MemorySize: 128, Timeout: 900 },
    );
    expect(errorOf(await aws.invoke('greedy'))).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Error: Runtime exited with error: signal: killed$/),
    });
  });

  const broken: [string, string | Record<string, string>, Record<string, unknown>, string, RegExp][] = [
    ['syntax', 'export const handler = async ( => 1;', {}, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    [
      'syntax-cjs',
      { 'index.js': 'exports.handler = async ( => 1;' },
      {},
      'Runtime.UserCodeSyntaxError',
      /^SyntaxError: /,
    ],
    [
      'no-module',
      'export const handler = 1;',
      { Handler: 'main.handler' },
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'main'/,
    ],
    [
      'no-import',
      'import "not-there-at-all"; export const handler = async () => 1;',
      {},
      'Runtime.ImportModuleError',
      /not-there-at-all/,
    ],
    ['no-require', { 'index.js': 'require("./missing.js");' }, {}, 'Runtime.ImportModuleError', /missing\.js/],
    [
      'no-handler',
      'export const other = async () => 1;',
      {},
      'Runtime.HandlerNotFound',
      /^index\.handler is undefined or not exported$/,
    ],
    [
      'bad-handler',
      'export const handler = async () => 1;',
      { Handler: 'index' },
      'Runtime.MalformedHandlerName',
      /^Bad handler$/,
    ],
    ['throws-early', 'throw new URIError("early");', {}, 'URIError', /^early$/],
  ];
  test.each(broken)(
    'code that cannot be loaded is reported with the reason: %s',
    async (name, source, settings, errorType, message) => {
      await aws.create(name, source, settings);
      for (let round = 0; round < 2; round += 1) {
        const answer = await aws.invoke(name);
        expect(answer.FunctionError).toBe('Unhandled');
        expect(errorOf(answer)).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
      }
    },
  );

  test('a result that JSON cannot represent is a Runtime.MarshalError', async () => {
    await aws.create('circular', 'export const handler = async () => { const a = {}; a.a = a; return a; };');
    expect(errorOf(await aws.invoke('circular'))).toMatchObject({
      errorType: 'Runtime.MarshalError',
      errorMessage: expect.stringMatching(/^Unable to stringify response body as json: Converting circular structure/),
    });
    await aws.create('bigint', 'export const handler = async () => 1n;');
    expect(errorOf(await aws.invoke('bigint')).errorType).toBe('Runtime.MarshalError');
  });

  test('a result of more than 6 MB is rejected', async () => {
    await aws.create('huge', 'export const handler = async (event) => "a".repeat(event.size);');
    expect(errorOf(await aws.invoke('huge', { size: 6_291_555 }))).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    });
    expect((await aws.invoke('huge', { size: 6_000_000 })).payload).toHaveLength(6_000_000);
  });
});
