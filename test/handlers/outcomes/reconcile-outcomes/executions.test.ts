import { SFNClient } from '@aws-sdk/client-sfn';
import { expect, jest, test } from '@jest/globals';
import { createExecutions } from '../../../../handlers/outcomes/reconcile-outcomes/executions.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:account-application';
const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:account-application:${name}`;
const at = (hour: number) => new Date(Date.UTC(2026, 0, 31, hour));

/** A client that returns these values in order. It throws the values that are errors. */
function clientAnswering(...answers: readonly object[]): SFNClient {
  const client = new SFNClient({ region: 'us-east-1' });
  const left = [...answers];
  jest.spyOn(client, 'send').mockImplementation(async () => {
    const answer = left.shift();
    if (answer === undefined) throw new Error('Unexpected call.');
    if (answer instanceof Error) throw answer;
    return answer;
  });
  return client;
}

test('ended executions are listed in pages, until an execution that started before the window', async () => {
  const run = (name: string, status: string, startHour: number) => ({
    executionArn: arn(name),
    status,
    startDate: at(startHour),
    ...(status === 'RUNNING' ? {} : { stopDate: at(startHour + 1) }),
  });
  const client = clientAnswering(
    { executions: [run('running', 'RUNNING', 10), run('new', 'SUCCEEDED', 9)], nextToken: 'more' },
    { executions: [run('old', 'ABORTED', 8), run('too-early', 'FAILED', 6)], nextToken: 'never asked for' },
  );
  const pages = [];
  for await (const page of createExecutions(client, MACHINE).endedPages(at(7))) pages.push(page);
  expect(pages).toEqual([
    [{ executionArn: arn('new'), status: 'SUCCEEDED', stoppedAt: at(10) }],
    [{ executionArn: arn('old'), status: 'ABORTED', stoppedAt: at(9) }],
  ]);
});

test('the end of a run is read with its input and error', async () => {
  const answer = { status: 'FAILED', stopDate: at(9), input: '{}', error: 'States.Runtime', cause: 'a test' };
  const { readEnding } = createExecutions(clientAnswering(answer), MACHINE);
  expect(await readEnding(arn('one'))).toEqual({
    executionArn: arn('one'),
    status: 'FAILED',
    stoppedAt: at(9),
    input: '{}',
    error: 'States.Runtime',
    cause: 'a test',
  });
});

test('the end of a redriven run is read with the number of its redrives', async () => {
  const ended = { status: 'SUCCEEDED', stopDate: at(9), input: '{}', output: '{}' };
  const { readEnding } = createExecutions(
    clientAnswering({ ...ended, redriveCount: 2 }, { ...ended, redriveCount: 0 }),
    MACHINE,
  );
  expect(await readEnding(arn('one'))).toMatchObject({ redriveCount: 2 });
  expect(await readEnding(arn('one'))).not.toHaveProperty('redriveCount');
});

test('a run that was redriven or deleted has no end', async () => {
  const gone = Object.assign(new Error('no such execution'), { name: 'ExecutionDoesNotExist' });
  const { readEnding } = createExecutions(clientAnswering({ status: 'RUNNING' }, gone), MACHINE);
  expect(await readEnding(arn('redriven'))).toBeUndefined();
  expect(await readEnding(arn('gone'))).toBeUndefined();
});
