import {
  DescribeArchiveCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  allEnded,
  ended,
  eventually,
  mailbox,
  readRecord,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const GOOD = { name: 'Spock', address: '123 Enterprise Street' };

let system: System;
beforeAll(async () => {
  system = await startSystem('--context', 'reviewWorker=off');
});
afterAll(async () => {
  expect(await system.stop()).toBe(0);
});

const mailsAbout = async (id: string) => (await mailbox(system)).filter(({ subject }) => subject.startsWith(`${id}:`));

const oneMailAbout = (id: string) =>
  eventually(`a mail about ${id}`, async () => {
    const [mail] = await mailsAbout(id);
    return mail;
  });

const putRaw = (Detail: string, DetailType = 'ApplicationSubmitted') =>
  system.events.send(
    new PutEventsCommand({
      Entries: [{ EventBusName: 'account-applications', Source: 'account-applications', DetailType, Detail }],
    }),
  );

/** Creates a rule and a queue that receives the matching events of the bus. */
const listenTo = async (
  name: string,
  applicationId: string,
  detailTypes: string[],
): Promise<() => Promise<string[]>> => {
  const EventBusName = 'account-applications';
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const mayBeSentTo = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: Arn,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [mayBeSentTo] });
  const { QueueUrl } = await system.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  const pattern = { 'detail-type': detailTypes, detail: { applicationId: [applicationId] } };
  await system.events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern: JSON.stringify(pattern) }));
  await system.events.send(new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: '1', Arn }] }));
  return async () => {
    const { Messages = [] } = await system.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
    );
    return Messages.map(({ Body }) => String(Body));
  };
};

describe('An application', () => {
  test('sent five times concurrently has one record, one effective run and one mail', async () => {
    const id = 'five-times';
    await Promise.all(Array.from({ length: 5 }, () => submit(system, { id, ...GOOD })));
    const record = await recordIn(system, id, 'APPROVED');
    const executions = await allEnded(system, 5);
    expect(executions.map(({ status }) => status)).toEqual(Array(5).fill('SUCCEEDED'));
    const effective = executions.filter(({ executionArn }) => executionArn === record.executionArn);
    expect(effective).toHaveLength(1);
    await oneMailAbout(id);
    await submit(system, { id: 'after-five', ...GOOD });
    await oneMailAbout('after-five');
    expect(await mailsAbout(id)).toHaveLength(1);
  });

  test('is announced with only ids and outcome, and can be found by its state', async () => {
    const heard = await listenTo('outcomes', 'announced', ['ApplicationApproved', 'AccountOpened']);
    const canary = 'Canary Quillfeather';
    await submit(system, { id: 'announced', name: canary, address: '77 Canary Wharf Lane' });
    await recordIn(system, 'announced', 'APPROVED');
    const messages = await eventually('both events', async () => {
      collected.push(...(await heard()));
      return collected.length >= 2 ? collected : undefined;
    });
    const seen = messages.map((body) => JSON.parse(body));
    expect(seen.map((event) => event['detail-type']).toSorted()).toEqual(['AccountOpened', 'ApplicationApproved']);
    for (const body of messages) expect(body).not.toMatch(/Canary|Quillfeather|Wharf/);
    const { Items = [] } = await system.tables.send(
      new QueryCommand({
        TableName: 'applications',
        IndexName: 'state',
        KeyConditionExpression: '#state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': 'APPROVED' },
      }),
    );
    expect(Items.map((item) => item.id)).toContain('announced');
    expect(system.printed()).not.toMatch(/Canary|Quillfeather|Wharf/);
  });
  const collected: string[] = [];

  test('causes a mail with a text that people can read', async () => {
    await submit(system, { id: 'readable', name: 'UNPROCESSABLE_DATA', address: '123 Street' });
    await recordIn(system, 'readable', 'FLAGGED_WITH_UNPROCESSABLE_DATA');
    const { to, subject, text, sentAt } = await oneMailAbout('readable');
    expect(to).toContain('@');
    expect(subject).toMatch(/^readable: /);
    expect(text).toMatch(/could not be processed|unprocessable/i);
    expect(text).toContain('arn:aws:states:us-east-1:000000000000:execution:account-application:');
    expect(Date.parse(sentAt)).not.toBeNaN();
  });

  test('whose execution was aborted causes one mail, and the next event starts a new execution', async () => {
    const id = 'aborted';
    await submit(system, { id, name: 'evil Spock', address: '1 Street' });
    const record = await recordIn(system, id, 'FLAGGED_FOR_REVIEW');
    const executionArn = String(record.executionArn);
    await system.sfn.send(new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'a test' }));
    expect((await ended(system, executionArn)).status).toBe('ABORTED');
    const { subject } = await oneMailAbout(id);
    expect(subject).toMatch(/abort/i);
    await submit(system, { id, ...GOOD });
    const again = await recordIn(system, id, 'APPROVED');
    expect(again.executionArn).not.toBe(executionArn);
  });
});

describe('Bad input', () => {
  test('that is not a valid application ends at Invalid Application with its reason and input, and no mail has its data', async () => {
    await putRaw(JSON.stringify({ application: { id: 'invalid-1', name: '', address: 'Canary Row 5' } }));
    const execution = await eventually('the failed run', async () => {
      const failed = (await allEnded(system, 1)).filter(({ status }) => status === 'FAILED');
      const answers = await Promise.all(failed.map(({ executionArn }) => ended(system, String(executionArn))));
      return answers.find(({ input }) => input?.includes('invalid-1'));
    });
    expect(execution.error).toBe('InvalidApplicationException');
    expect(execution.cause).toMatch(/name/);
    expect(execution.cause).not.toContain('Canary');
    expect(JSON.parse(String(execution.input)).application.address).toBe('Canary Row 5');
    expect(await readRecord(system, 'invalid-1')).toBeUndefined();
    const { subject, text } = await oneMailAbout('invalid-1');
    expect(subject).toBe('invalid-1: INVALID');
    expect(text).not.toContain('Canary');
  });

  test('of an unknown detail-type is accepted and starts no execution', async () => {
    const before = (await allEnded(system, 0)).length;
    const archived = async () =>
      (await system.events.send(new DescribeArchiveCommand({ ArchiveName: 'account-applications' }))).EventCount ?? 0;
    const archivedBefore = await archived();
    const { FailedEntryCount } = await putRaw('{"application":{"id":"ignored"}}', 'SomethingElse');
    expect(FailedEntryCount).toBe(0);
    expect(await archived()).toBe(archivedBefore + 1);
    await submit(system, { id: 'after-ignored', ...GOOD });
    await recordIn(system, 'after-ignored', 'APPROVED');
    expect((await allEnded(system, before + 1)).length).toBe(before + 1);
    expect(await readRecord(system, 'ignored')).toBeUndefined();
  });

  test('fails only the malformed entry, with AWS’s error code', async () => {
    const entry = {
      EventBusName: 'account-applications',
      Source: 'account-applications',
      DetailType: 'ApplicationSubmitted',
    };
    const { FailedEntryCount, Entries } = await system.events.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Detail: '{"application":' },
          { ...entry, Detail: JSON.stringify({ application: { id: 'beside-malformed', ...GOOD } }) },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]).toMatchObject({ ErrorCode: 'MalformedDetail' });
    await recordIn(system, 'beside-malformed', 'APPROVED');
  });
});

test('Every account of an approved application is opened once', async () => {
  await submit(system, { id: 'account-holder', ...GOOD });
  await recordIn(system, 'account-holder', 'APPROVED');
  const accounts = await eventually('the account', async () => {
    const { Items = [] } = await system.tables.send(new ScanCommand({ TableName: 'accounts' }));
    const own = Items.filter(({ applicationId }) => applicationId === 'account-holder');
    return own.length > 0 ? own : undefined;
  });
  expect(accounts).toHaveLength(1);
});
