import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LambdaHarness, startLambda } from './harness.ts';

let aws: LambdaHarness;
beforeAll(async () => {
  aws = await startLambda();
});
afterAll(() => aws.stop());

const errorOf = ({ payload }: { payload: unknown }) =>
  payload as { errorType: string; errorMessage: string; trace?: string[] };

describe('a warmed function', () => {
  test('has an environment before its first invocation, and that environment answers', async () => {
    await aws.create('warmed', 'let runs = 0; export const handler = async () => (runs += 1);');
    const before = aws.lambda.environments();
    aws.lambda.warm(['arn:aws:lambda:us-east-1:000000000000:function:warmed', 'warmed', 'warmed:9', 'not-there']);
    expect(aws.lambda.environments() - before).toBe(1);
    expect((await aws.invoke('warmed')).payload).toBe(1);
    aws.lambda.warm(['warmed']);
    expect((await aws.invoke('warmed')).payload).toBe(2);
    expect(aws.lambda.environments() - before).toBe(1);
  });

  test('whose code cannot be loaded reports the error when it is invoked', async () => {
    await aws.create('unloadable', 'throw new Error("no configuration"); export const handler = async () => 1;');
    aws.lambda.warm(['unloadable']);
    expect(errorOf(await aws.invoke('unloadable'))).toMatchObject({ errorMessage: 'no configuration' });
  });
});

describe('under load', () => {
  test('a large amount of output blocks neither the function nor this process', async () => {
    const source =
      'export const handler = async () => { for (let n = 0; n < 100_000; n += 1) console.log("x".repeat(300)); return "done"; };';
    await aws.create('floods', source, { Timeout: 900 });
    expect((await aws.invoke('floods')).payload).toBe('done');
  });

  test('fifty concurrent invocations all get their own answer, one at a time in each environment', async () => {
    await aws.create(
      'busy',
      'let now = 0; export const handler = async (event) => { now += 1; const alone = now === 1; await new Promise((r) => setTimeout(r, 5)); now -= 1; return { n: event.n, alone }; };',
    );
    const before = aws.lambda.environments();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => aws.invoke('busy', { n })));
    expect(answers.map(({ payload }) => payload)).toEqual(Array.from({ length: 50 }, (_, n) => ({ n, alone: true })));
    expect(aws.lambda.environments() - before).toBeLessThanOrEqual(1 + 2 * availableParallelism());
  });

  test('a crash of one invocation does not fail the invocations that wait', async () => {
    await aws.create(
      'mixed',
      'export const handler = async (event) => { if (event.n % 5 === 0) process.exit(1); return event.n; };',
    );
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => aws.invoke('mixed', { n })));
    expect(answers.map(({ FunctionError }) => FunctionError !== undefined)).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('with a reserved concurrency of 1 all invocations run one after another in one environment', async () => {
    await aws.create(
      'single',
      'let n = 0; export const handler = async () => { n += 1; await new Promise((r) => setTimeout(r, 30)); return n; };',
    );
    await aws.kernel.as('lambda', 'PutFunctionConcurrency', {
      FunctionName: 'single',
      ReservedConcurrentExecutions: 1,
    });
    const answers = await Promise.all(Array.from({ length: 5 }, () => aws.invoke('single')));
    expect(answers.map(({ payload }) => payload)).toEqual([1, 2, 3, 4, 5]);
  });
});

test('an invocation that is cut off when the runtime stops does not settle as a failure', async () => {
  const other = await startLambda();
  await other.create('endless', 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {
    Timeout: 60,
  });
  const answered: unknown[] = [];
  void other.invoke('endless').then((answer) => answered.push(answer));
  void other.invoke('endless').then((answer) => answered.push(answer));
  await other.stop();
  expect(answered).toEqual([]);
  expect(other.lambda.environments()).toBe(0);
});
