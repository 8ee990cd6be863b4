import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ROLE, startWorkflows, type Workflows } from '../step-functions.ts';

const definitionOf = (Result: unknown) =>
  JSON.stringify({ StartAt: 'One', States: { One: { Type: 'Pass', Result, End: true } } });
const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:flow';

let workflows: Workflows;
beforeEach(async () => {
  workflows = await startWorkflows();
});
afterEach(() => workflows.stop());

const call = async (action: string, input: Record<string, unknown> = {}) =>
  (await workflows.as('states', action, input)) as Record<string, unknown>;
const create = (more: Record<string, unknown> = {}) =>
  call('CreateStateMachine', { name: 'flow', definition: definitionOf(1), roleArn: ROLE, ...more });

test('a repeated CreateStateMachine returns the existing state machine; another definition with the same name is refused', async () => {
  const first = await create();
  expect(await create({ roleArn: 'arn:aws:iam::000000000000:role/other' })).toEqual(first);
  await expect(create({ definition: definitionOf(2) })).rejects.toMatchObject({
    code: 'StateMachineAlreadyExists',
    message: `State Machine Already Exists: '${ARN}'`,
  });
});

test.each([
  [{ name: 'two words' }, 'InvalidName'],
  [{ name: 'a'.repeat(81) }, 'ValidationException'],
  [{ name: undefined }, 'ValidationException'],
  [{ definition: '{"StartAt":"One"}' }, 'InvalidDefinition'],
  [{ roleArn: 'role' }, 'InvalidArn'],
  [{ type: 'FAST' }, 'ValidationException'],
  [{ loggingConfiguration: { level: 'ALL' } }, 'InvalidLoggingConfiguration'],
  [{ versionDescription: 'first' }, 'ValidationException'],
  [{ encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY' } }, 'UnsupportedOperation'],
])('CreateStateMachine with %j fails with %s', async (wrong, code) => {
  await expect(create(wrong)).rejects.toMatchObject({ code });
});

test('lists state machines in pages', async () => {
  for (const name of ['a', 'b', 'c']) await create({ name });
  const first = await call('ListStateMachines', { maxResults: 2 });
  const second = await call('ListStateMachines', { maxResults: 2, nextToken: first.nextToken });
  const names = [first, second].map((page) => (page.stateMachines as { name: string }[]).map(({ name }) => name));
  expect(names).toEqual([['a', 'b'], ['c']]);
  expect(second.nextToken).toBeUndefined();
  await expect(call('ListStateMachines', { nextToken: 'AAAA' })).rejects.toMatchObject({ code: 'InvalidToken' });
});

test('a state machine with running executions is removed after they have ended', async () => {
  const arn = await workflows.machine('slow', {
    Rest: { Type: 'Wait', Seconds: 60, Next: 'More' },
    More: { Type: 'Wait', Seconds: 60, End: true },
  });
  const execution = await workflows.begin(arn);
  await call('DeleteStateMachine', { stateMachineArn: arn });
  expect((await call('DescribeStateMachine', { stateMachineArn: arn })).status).toBe('DELETING');
  await expect(workflows.begin(arn)).rejects.toMatchObject({ code: 'StateMachineDeleting' });
  await workflows.timers.advance(60_000);
  expect((await workflows.ended(execution)).status).toBe('ABORTED');
  await workflows.inflight.idle();
  const gone = call('DescribeStateMachine', { stateMachineArn: arn });
  await expect(gone).rejects.toMatchObject({ code: 'StateMachineDoesNotExist' });
});

test('versions keep the definition they were published with, and numbers of deleted versions are not reused', async () => {
  const { stateMachineVersionArn } = await create({ publish: true, versionDescription: 'one' });
  await call('UpdateStateMachine', { stateMachineArn: ARN, definition: definitionOf(2) });
  const second = await call('PublishStateMachineVersion', { stateMachineArn: ARN });
  expect(await call('PublishStateMachineVersion', { stateMachineArn: ARN })).toEqual(second);
  await call('DeleteStateMachineVersion', { stateMachineVersionArn: `${ARN}:2` });
  const third = await call('PublishStateMachineVersion', { stateMachineArn: ARN });
  expect([stateMachineVersionArn, second.stateMachineVersionArn, third.stateMachineVersionArn]).toEqual([
    `${ARN}:1`,
    `${ARN}:2`,
    `${ARN}:3`,
  ]);
  const first = await call('DescribeStateMachine', { stateMachineArn: `${ARN}:1` });
  expect([first.definition, first.description]).toEqual([definitionOf(1), 'one']);
  const executions = [await workflows.begin(`${ARN}:1`), await workflows.begin(ARN)];
  const outputs = await Promise.all(executions.map(async (each) => (await workflows.ended(each)).output));
  expect(outputs).toEqual(['1', '2']);
});

test('an alias starts a version according to its weights, and the version cannot be deleted', async () => {
  await create({ publish: true });
  const route = (version: number, weight: number) => ({ stateMachineVersionArn: `${ARN}:${version}`, weight });
  await call('UpdateStateMachine', { stateMachineArn: ARN, definition: definitionOf(2), publish: true });
  await call('CreateStateMachineAlias', { name: 'live', routingConfiguration: [route(1, 0), route(2, 100)] });
  const execution = await workflows.ended(await workflows.begin(`${ARN}:live`));
  expect(execution).toMatchObject({
    output: '2',
    stateMachineArn: ARN,
    stateMachineVersionArn: `${ARN}:2`,
    stateMachineAliasArn: `${ARN}:live`,
  });
  const listed = await call('ListExecutions', { stateMachineArn: `${ARN}:live` });
  expect((listed.executions as unknown[]).length).toBe(1);
  const deletion = call('DeleteStateMachineVersion', { stateMachineVersionArn: `${ARN}:2` });
  await expect(deletion).rejects.toMatchObject({ code: 'ConflictException' });
  await call('UpdateStateMachineAlias', { stateMachineAliasArn: `${ARN}:live`, routingConfiguration: [route(1, 100)] });
  expect((await workflows.ended(await workflows.begin(`${ARN}:live`))).output).toBe('1');
});

test('an alias with weights that do not add up to 100 is refused', async () => {
  await create({ publish: true });
  const routingConfiguration = [{ stateMachineVersionArn: `${ARN}:1`, weight: 99 }];
  const creation = call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
  await expect(creation).rejects.toMatchObject({ code: 'ValidationException' });
});

test('tags are added, listed, replaced and removed', async () => {
  await create({ tags: [{ key: 'a', value: '1' }] });
  await call('TagResource', {
    resourceArn: ARN,
    tags: [
      { key: 'a', value: '2' },
      { key: 'b', value: '' },
    ],
  });
  await call('UntagResource', { resourceArn: ARN, tagKeys: ['b', 'c'] });
  expect(await call('ListTagsForResource', { resourceArn: ARN })).toEqual({ tags: [{ key: 'a', value: '2' }] });
  const tags = Array.from({ length: 50 }, (_, index) => ({ key: `k${index}`, value: '' }));
  await expect(call('TagResource', { resourceArn: ARN, tags })).rejects.toMatchObject({ code: 'TooManyTags' });
});
