import { join } from 'node:path';
import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import {
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  SNSClient,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, describe, expect, test } from '@jest/globals';
import { alarmsFinding, subscriptionFinding } from '../../scripts/smoke/check-settings.ts';
import { checkDeadLetters } from '../../scripts/smoke/dead-letters.ts';
import { stackFinding } from '../../scripts/smoke/deployment.ts';
import { configFor } from '../support/clients.ts';
import { type Ended, run } from '../support/command.ts';
import { MACHINE_ARN, type System, startSystem } from '../support/system.ts';

const ROOT = join(import.meta.dirname, '../..');

let system: System | undefined;
afterEach(async () => {
  await system?.stop();
  system = undefined;
});

/** Starts a system with a mail subscription, as `npm start` does. */
const start = async (...args: readonly string[]): Promise<System> => {
  system = await startSystem('--context', 'notificationEmail=operator@example.com', ...args);
  return system;
};

const smoke = (endpoint: string, ...args: readonly string[]): Promise<Ended> => smokeIn({}, endpoint, ...args);

const smokeIn = (env: NodeJS.ProcessEnv, endpoint: string, ...args: readonly string[]): Promise<Ended> =>
  run(process.execPath, [join(ROOT, 'scripts/smoke.ts'), ...args], {
    cwd: ROOT,
    env: {
      ...env,
      PATH: process.env.PATH,
      NO_COLOR: '1',
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
    },
  });

const itemsOf = async ({ tables }: System, TableName: string) =>
  (await tables.send(new ScanCommand({ TableName }))).Items ?? [];

describe('npm run smoke', () => {
  test.each([['on'], ['off']])(
    'passes on a working system with reviewWorker=%s, and deletes what it made',
    async (worker) => {
      const running = await start('--context', `reviewWorker=${worker}`);
      const { code, stdout } = await smoke(running.endpoint, '--timeout', '1200');
      expect(stdout).toContain('The deployment works.');
      expect(stdout.match(/with every effect/g)).toHaveLength(4);
      expect(code).toBe(0);
      for (const table of ['applications', 'reviews', 'accounts']) expect(await itemsOf(running, table)).toEqual([]);
    },
  );

  test('passes on a system whose names have the prefix in APPS_PREFIX', async () => {
    const running = await start('--context', 'prefix=pay');
    const { code, stdout } = await smokeIn({ APPS_PREFIX: 'pay' }, running.endpoint, '--timeout', '1200');
    expect(stdout).toContain('The deployment works.');
    expect(code).toBe(0);
    for (const table of ['pay-applications', 'pay-reviews', 'pay-accounts'])
      expect(await itemsOf(running, table)).toEqual([]);
    expect(running.printed()).toContain('export APPS_PREFIX=pay');
    expect(running.printed()).toContain('"EventBusName": "pay-account-applications"');
  });

  test('fails if the rule that starts the workflow is disabled, and submits nothing', async () => {
    const running = await start();
    const rule = { Name: 'start-account-application', EventBusName: 'account-applications' };
    await running.events.send(new DisableRuleCommand(rule));
    const { code, stdout } = await smoke(running.endpoint);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/fail {2}rule start-account-application +it is disabled/),
    ]);
    expect(stdout).toContain('No application was submitted');
    await running.events.send(new EnableRuleCommand(rule));
    expect(await itemsOf(running, 'applications')).toEqual([]);
  });

  test('fails if nobody receives the mails', async () => {
    const running = await start();
    const topics = new SNSClient(configFor(running.endpoint));
    for await (const { Topics = [] } of paginateListTopics({ client: topics }, {}))
      for (const { TopicArn = '' } of Topics)
        for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: topics }, { TopicArn }))
          for (const { SubscriptionArn } of Subscriptions)
            await topics.send(new UnsubscribeCommand({ SubscriptionArn }));
    const { code, stdout } = await smoke(running.endpoint);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/fail {2}topic application-outcomes +no subscription/)]);
  });

  test('fails if the state machine may not call its functions', async () => {
    const running = await start();
    const iam = new IAMClient(configFor(running.endpoint));
    const { roleArn = '' } = await running.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
    const RoleName = roleArn.replace(/^.*\//, '');
    const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    const { code, stdout } = await smoke(running.endpoint, '--timeout', '5');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/fail {2}smoke-\S+-clean-\d+ +StepTimeout: no sign of/)]);
  });

  test('fails if a queue refuses the events of its rule', async () => {
    const running = await start();
    const { QueueUrl } = await running.sqs.send(new GetQueueUrlCommand({ QueueName: 'notify' }));
    await running.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }));
    const { code, stdout } = await smoke(running.endpoint, '--timeout', '5');
    expect([code, stdout]).toEqual([1, expect.stringMatching(/fail {2}smoke-\S+ +StepTimeout: no sign of/)]);
    expect(stdout).toContain('The deployment does not work.');
  });

  test('says so if nothing answers, and exits with 2', async () => {
    const { code, stderr } = await smoke('http://127.0.0.1:9');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Start the system: npm start')]);
  });

  test('refuses an option that it does not know, and exits with 2', async () => {
    const { code, stderr } = await smoke('http://127.0.0.1:9', '--fast');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Usage: npm run smoke')]);
  });
});

describe('On AWS, the smoke test', () => {
  test('fails for an alarm in ALARM, and not for one without data', () => {
    const alarm = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') => ({ AlarmName, StateValue });
    expect(alarmsFinding([alarm('a', 'OK'), alarm('b', 'INSUFFICIENT_DATA')]).severity).toBe('ok');
    expect(alarmsFinding([alarm('a', 'OK'), alarm('b', 'ALARM')])).toMatchObject({
      severity: 'fail',
      text: 'in ALARM: b',
    });
  });

  test('fails for a subscription that is not confirmed', () => {
    expect(subscriptionFinding(['PendingConfirmation'])).toMatchObject({
      severity: 'fail',
      text: 'no subscription is confirmed',
    });
    expect(subscriptionFinding(['PendingConfirmation', 'arn:aws:sns:x:1:t:2']).severity).toBe('ok');
  });

  test('fails for a stack whose deployment failed', () => {
    expect(stackFinding('s', 'UPDATE_COMPLETE').severity).toBe('ok');
    expect(stackFinding('s', 'ROLLBACK_COMPLETE')).toMatchObject({ severity: 'fail', text: 's is ROLLBACK_COMPLETE' });
  });

  test('fails only for dead letters that came during the test', () => {
    const before = new Map([['notify-dlq', 2]]);
    expect(checkDeadLetters(before, new Map([['notify-dlq', 2]])).severity).toBe('ok');
    expect(checkDeadLetters(before, new Map([['notify-dlq', 3]]))).toMatchObject({
      severity: 'fail',
      text: 'new messages in notify-dlq',
    });
  });
});
