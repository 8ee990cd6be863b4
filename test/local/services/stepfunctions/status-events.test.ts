import { expect, test } from '@jest/globals';
import type { AwsEvent } from '../../../../local/src/services/stepfunctions/status-events.ts';
import { makeFormer } from '../../former-store.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { startWorkflows } from './step-functions.ts';

const listening = async (fails = (_count: number) => false) => {
  const events: AwsEvent[] = [];
  let count = 0;
  const publishAwsEvent = async (event: AwsEvent) => {
    count += 1;
    if (fails(count)) throw new Error('the bus does not exist');
    events.push(event);
  };
  return { events, workflows: await startWorkflows([], { ports: { publishAwsEvent } }) };
};

test('publishes every status change of a Standard execution, as AWS does', async () => {
  const { events, workflows } = await listening();
  const arn = await workflows.machine('fails', { Fail: { Type: 'Fail', Error: 'No', Cause: 'It is so' } });
  const executionArn = await workflows.begin(arn, { a: 1 }, 'first');
  await workflows.inflight.idle();
  expect(events.map(({ Source, DetailType, Resources }) => [Source, DetailType, Resources])).toEqual([
    ['aws.states', 'Step Functions Execution Status Change', [executionArn]],
    ['aws.states', 'Step Functions Execution Status Change', [executionArn]],
  ]);
  const [running, failed] = events.map(({ Detail }) => JSON.parse(Detail));
  const { startDate } = failed;
  expect(running).toEqual({
    executionArn,
    stateMachineArn: arn,
    stateMachineAliasArn: null,
    stateMachineVersionArn: null,
    name: 'first',
    status: 'RUNNING',
    startDate,
    stopDate: null,
    input: '{"a":1}',
    inputDetails: { included: true },
    output: null,
    outputDetails: null,
    error: null,
    cause: null,
    redriveCount: 0,
    redriveDate: null,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
  });
  expect(failed).toMatchObject({ status: 'FAILED', error: 'No', cause: 'It is so', redriveStatus: 'REDRIVABLE' });
  await workflows.stop();
});

test('omits an input that is too large for the bus, and marks it as not included', async () => {
  const { events, workflows } = await listening();
  const arn = await workflows.machine('passes', { One: { Type: 'Pass', Result: 1, End: true } });
  await workflows.begin(arn, 'x'.repeat(250 * 1024));
  await workflows.inflight.idle();
  const details = events.map(({ Detail }) => JSON.parse(Detail));
  expect(details.map(({ input, inputDetails, output }) => [input, inputDetails.included, output])).toEqual([
    [null, false, null],
    [null, false, '1'],
  ]);
  await workflows.stop();
});

test('Express executions publish no status events', async () => {
  const { events, workflows } = await listening();
  const arn = await workflows.machine('fast', { One: { Type: 'Pass', End: true } }, { type: 'EXPRESS' });
  await workflows.begin(arn);
  await workflows.inflight.idle();
  expect(events).toEqual([]);
  await workflows.stop();
});

test('an event that the bus refused is published later', async () => {
  const { events, workflows } = await listening((count) => count === 1);
  await workflows.begin(await workflows.machine('passes', { One: { Type: 'Pass', End: true } }));
  await workflows.inflight.idle();
  const statuses = () => events.map(({ Detail }) => JSON.parse(Detail).status);
  expect(statuses()).toEqual(['SUCCEEDED']);
  await workflows.timers.advance(10_000);
  await workflows.inflight.idle();
  expect(statuses()).toEqual(['SUCCEEDED', 'RUNNING']);
  await workflows.stop();
});

test('pending events of an earlier version of the runtime are published, with their times', async () => {
  const dataDir = temporaryDirectory();
  const published: AwsEvent[] = [];
  const publishAwsEvent = async (event: AwsEvent) => void published.push(event);
  await (await startWorkflows([], { dataDir, ports: { publishAwsEvent } })).stop();
  const event = { Source: 'aws.states', DetailType: 'Changed', Detail: '{}', Resources: ['a'] };
  const entry = JSON.stringify({ ...event, Time: '2026-01-02T03:04:05.678Z' });
  makeFormer(
    dataDir,
    `DROP TABLE states_deliveries; CREATE TABLE states_outbox (id INTEGER PRIMARY KEY, entry TEXT NOT NULL);
    INSERT INTO states_outbox (entry) VALUES ('${entry}');`,
  );
  const workflows = await startWorkflows([], { dataDir, ports: { publishAwsEvent } });
  await workflows.inflight.idle();
  expect(published).toEqual([{ ...event, Time: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678)) }]);
  await workflows.stop();
  removeDirectory(dataDir);
});
