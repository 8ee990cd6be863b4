import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { eventually } from '../../support/system.ts';

let aws: OneMachine;
let sfn: SFNClient;
let made = 0;
beforeAll(async () => {
  aws = await start();
  sfn = new SFNClient(aws.clientConfig);
});
afterAll(async () => {
  sfn.destroy();
  await aws.stop();
});

/** Runs a state and those that it names. */
const run = async (state: object, input: unknown, others: object = {}) => {
  made += 1;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: `machine-${made}`,
      roleArn: 'arn:aws:iam::000000000000:role/any',
      definition: JSON.stringify({ StartAt: 'E', States: { E: state, ...others } }),
    }),
  );
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  return eventually('the end of the execution', async () => {
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return described.status === 'RUNNING' ? undefined : described;
  });
};

/** A regular expression that matches no text of `a` only. A matcher with backtracking tries every split of the text. */
const STARS = `${'*a'.repeat(30)}*b`;

describe('A state fails if the evaluation of its JSONPath would take too long', () => {
  const TOO_LONG = expect.stringContaining('The evaluation took longer than 200 ms.');

  test('because of a regular expression', async () => {
    const state = { Type: 'Pass', InputPath: '$.items[?(@.a =~ /(a+)+b/i)]', End: true };
    const { status, error, cause } = await run(state, { items: [{ a: 'a'.repeat(60) }] });
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: TOO_LONG });
  });

  test('because of nested searches', async () => {
    const nested = JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`);
    const state = { Type: 'Pass', InputPath: '$..*..*..*..*..a', End: true };
    const { status, error, cause } = await run(state, nested);
    expect({ status, error, cause }).toEqual({ status: 'FAILED', error: 'States.Runtime', cause: TOO_LONG });
  });

  test('but not if its regular expression is fast', async () => {
    const state = { Type: 'Pass', InputPath: '$.items[?(@.a =~ /x+y/)]', End: true };
    expect(await run(state, { items: [{ a: 'xxy' }, { a: 'xx' }] })).toMatchObject({ output: '[{"a":"xxy"}]' });
  });
});

test('a choice compares a long text with many wildcards', async () => {
  const Choices = [{ Variable: '$.text', StringMatches: STARS, Next: 'Yes' }];
  const choice = { Type: 'Choice', Choices, Default: 'No' };
  const others = { No: { Type: 'Pass', Result: 'no', End: true }, Yes: { Type: 'Pass', Result: 'yes', End: true } };
  expect(await run(choice, { text: 'a'.repeat(20_000) }, others)).toMatchObject({ output: '"no"' });
  expect(await run(choice, { text: `${'a'.repeat(20_000)}b` }, others)).toMatchObject({ output: '"yes"' });
});

test('the unique items of a long list are found without delay', async () => {
  const items = Array.from({ length: 20_000 }, (_, n) => ({ n: n % 7 }));
  const state = { Type: 'Pass', Parameters: { 'n.$': 'States.ArrayLength(States.ArrayUnique($.items))' }, End: true };
  expect(await run(state, { items })).toMatchObject({ output: '{"n":7}' });
});

test('a filter policy compares a long attribute with many wildcards', async () => {
  const sns = new SNSClient(aws.clientConfig);
  const sqs = new SQSClient(aws.clientConfig);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'filtered' }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'filtered' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const FilterPolicy = JSON.stringify({ text: [{ wildcard: STARS }] });
  const Endpoint = Attributes?.QueueArn;
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes: { FilterPolicy } }));
  const MessageAttributes = { text: { DataType: 'String', StringValue: 'a'.repeat(20_000) } };
  const published = await sns.send(new PublishCommand({ TopicArn, Message: 'hello', MessageAttributes }));
  expect(published.MessageId).toBeDefined();
  for (const client of [sns, sqs]) client.destroy();
});
