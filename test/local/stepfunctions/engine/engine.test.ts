import { expect, test } from '@jest/globals';
import { fakeLambda, fakeQueue, functionArn, startWorkflows } from '../step-functions.ts';

const WAIT_FOR_TOKEN = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: { QueueUrl: 'queue', MessageBody: { 'token.$': '$$.Task.Token' } },
};

const tokenOf = (message: Record<string, unknown> | undefined): string =>
  JSON.parse(String(message?.MessageBody)).token;

test('runs an execution of Pass states to its end before StartExecution answers', async () => {
  const workflows = await startWorkflows();
  const arn = await workflows.machine('passes', { One: { Type: 'Pass', Result: { a: 1 }, End: true } });
  const execution = await workflows.begin(arn);
  const { status, output } = await workflows.describe(execution);
  expect([status, output]).toEqual(['SUCCEEDED', '{"a":1}']);
  await workflows.stop();
});

test('calls a function by its ARN and hands its result on', async () => {
  const workflows = await startWorkflows([fakeLambda({ greet: (event) => ({ greeted: event }) })]);
  const arn = await workflows.machine('tasks', { Greet: { Type: 'Task', Resource: functionArn('greet'), End: true } });
  const execution = await workflows.begin(arn, { name: 'Ada' });
  expect((await workflows.ended(execution)).output).toBe('{"greeted":{"name":"Ada"}}');
  expect(await workflows.history(execution)).toEqual([
    'ExecutionStarted',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  await workflows.stop();
});

test('a token ends its task once; the second answer is told that the task is gone', async () => {
  const queue = fakeQueue();
  const workflows = await startWorkflows([queue.module]);
  const arn = await workflows.machine('waits', { Ask: { ...WAIT_FOR_TOKEN, End: true } });
  const execution = await workflows.begin(arn);
  await workflows.inflight.idle();
  const taskToken = tokenOf(queue.sent[0]);
  await workflows.as('states', 'SendTaskSuccess', { taskToken, output: '"yes"' });
  await expect(workflows.as('states', 'SendTaskSuccess', { taskToken, output: '"no"' })).rejects.toMatchObject({
    code: 'TaskTimedOut',
  });
  expect((await workflows.ended(execution)).output).toBe('"yes"');
  await workflows.stop();
});
