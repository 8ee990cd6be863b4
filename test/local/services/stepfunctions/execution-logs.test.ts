import { expect, test } from '@jest/globals';
import { fakeService, startWorkflows } from './step-functions.ts';

const logging = (level: string, includeExecutionData: boolean) => ({
  level,
  includeExecutionData,
  destinations: [
    { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/states/flow:*' } },
  ],
});

const logged = async (loggingConfiguration: Record<string, unknown>) => {
  const lines: { group: unknown; type: string; details: Record<string, unknown> }[] = [];
  const logs = fakeService('logs', {
    CreateLogStream: () => ({}),
    PutLogEvents: ({ logGroupName, logEvents }) => {
      for (const { message } of logEvents as { message: string }[])
        lines.push({ group: logGroupName, ...JSON.parse(message) });
      return {};
    },
  });
  const workflows = await startWorkflows([logs]);
  const stateMachineArn = await workflows.machine('flow', { Fail: { Type: 'Fail', Error: 'No', Cause: 'secret' } });
  await workflows.as('states', 'UpdateStateMachine', { stateMachineArn, loggingConfiguration });
  await workflows.begin(stateMachineArn, { secret: 1 });
  await workflows.inflight.idle();
  await workflows.stop();
  return lines;
};

test('writes every event at level ALL, with execution data if includeExecutionData is set', async () => {
  const lines = await logged(logging('ALL', true));
  expect(lines.map(({ type }) => type)).toEqual(['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed']);
  expect(lines[0]).toMatchObject({ group: '/states/flow', details: { input: '{"secret":1}' } });
});

test('writes only failure events at level ERROR, without execution data', async () => {
  const lines = await logged(logging('ERROR', false));
  expect(lines.map(({ type }) => type)).toEqual(['FailStateEntered', 'ExecutionFailed']);
  expect(JSON.stringify(lines)).not.toContain('secret');
});
