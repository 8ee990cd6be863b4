import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { start } from 'one-machine';
import { checkNameLengths } from '../../infra/constructs/name-lengths.ts';
import { named } from '../../infra/constructs/named.ts';
import { bundle } from '../../scripts/bundle.ts';
import { createStacks } from '../../stacks/stacks.ts';
import { createApp, type Resource, removeAssemblies } from '../infra/synthesized.ts';
import { eventually } from '../support/system.ts';

afterAll(removeAssemblies);

const EVERYTHING = { samples: 'on', streams: 'on', sealArchive: 'on' };

/**
 * Properties with a name that is unique in an account and region. Names that belong to another resource, such as those of
 * a user pool's groups and clients, need no prefix.
 */
const UNIQUE: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::ApiKey': 'Name',
  'AWS::ApiGateway::RestApi': 'Name',
  'AWS::ApiGateway::UsagePlan': 'UsagePlanName',
  'AWS::ApiGatewayV2::Api': 'Name',
  'AWS::AppSync::GraphQLApi': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::EventSchemas::Registry': 'RegistryName',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::KinesisFirehose::DeliveryStream': 'DeliveryStreamName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::Activity': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

/** Any of a template's names, with `:`, `/` or nothing before it. */
const isNameIn = (text: string, name: string): boolean =>
  text === name || text.endsWith(`:${name}`) || text.includes(`:${name}:`) || text.includes(`/${name}/`);

/** All strings of a value, at any depth. */
const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const stacksWith = async (context: Record<string, string>) => (await createApp(context)).synth().stacks;

type Stacks = Awaited<ReturnType<typeof stacksWith>>;

const resourcesOf = (stacks: Stacks): readonly Resource[] =>
  stacks.flatMap(({ template }) => Object.values(template.Resources as Record<string, Resource>));

const uniqueNames = (resources: readonly Resource[]): readonly string[] =>
  resources.flatMap(({ Type, Properties = {} }) => {
    const name = Properties[UNIQUE[Type] ?? ''];
    return typeof name === 'string' ? [name] : [];
  });

/** The number of resources of each type. */
const countsByType = (resources: readonly Resource[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(resources, ({ Type }) => Type)].map(([type, ofType]) => [type, ofType.length] as const),
  );

describe('With -c prefix=pay', () => {
  let plain: readonly string[];
  let plainStacks: Stacks;
  let stacks: Stacks;
  beforeAll(async () => {
    plainStacks = await stacksWith(EVERYTHING);
    plain = uniqueNames(resourcesOf(plainStacks));
    stacks = await stacksWith({ ...EVERYTHING, prefix: 'pay' });
  });

  test('each stack and each name that is unique in an account begins with the prefix', () => {
    const prefixed = uniqueNames(resourcesOf(stacks));
    const expected = (name: string) => name.replace(/^(\/aws\/(?:lambda|vendedlogs\/\w+)\/)?/, '$1pay-');
    expect(prefixed.toSorted()).toEqual(plain.map(expected).toSorted());
    expect(prefixed.length).toBeGreaterThan(150);
    for (const { stackName } of stacks) expect(stackName).toMatch(/^pay-/);
  });

  test('the stacks have the same resources', () => {
    expect(countsByType(resourcesOf(stacks))).toEqual(countsByType(resourcesOf(plainStacks)));
  });

  test('no policy, pattern or environment variable names a resource without the prefix', () => {
    // The source of the events is account-applications in every deployment.
    const names = plain.filter((name) => name !== 'account-applications');
    const referring = resourcesOf(stacks).filter(({ Type }) =>
      ['AWS::IAM::Policy', 'AWS::SQS::QueuePolicy', 'AWS::Lambda::Function', 'AWS::Events::Rule'].includes(Type),
    );
    const texts = referring.flatMap(({ Properties }) => textsIn(Properties));
    // The one hit is the message group of a FIFO queue.
    expect(texts.filter((text) => names.some((name) => isNameIn(text, name)))).toEqual(['callback']);
  });
});

test.each([['Pay'], ['-pay'], ['pay-'], ['1pay'], ['my-aws'], ['a'.repeat(21)], ['pay_1']])(
  'The prefix %s is refused',
  async (prefix) => {
    await expect(createApp({ prefix })).rejects.toThrow(`The context value prefix is ${prefix}; it must be`);
  },
);

test('The synthesis fails if a name with its prefix is longer than AWS allows', () => {
  const app = new App({ context: { prefix: 'pay' }, analyticsReporting: false });
  const stack = new Stack(app, 'long');
  checkNameLengths(stack);
  new Queue(stack, 'Queue', { queueName: named(stack, 'q'.repeat(77)) });
  expect(() => app.synth()).toThrow(
    `AWS::SQS::Queue pay-${'q'.repeat(77)}: the name has 81 characters; AWS allows 80.`,
  );
});

test('Two deployments with different prefixes run side by side, and neither sees the other’s applications', async () => {
  await bundle();
  const outdir = mkdtempSync(join(tmpdir(), 'two-'));
  const app = new App({ outdir, analyticsReporting: false });
  for (const prefix of ['pay', 'loan']) {
    const scope = new Construct(app, prefix);
    scope.node.setContext('prefix', prefix);
    createStacks(scope);
  }
  app.synth();
  const aws = await start({ assembly: outdir });
  try {
    const events = new EventBridgeClient(aws.clientConfig);
    const sfn = new SFNClient(aws.clientConfig);
    const tables = DynamoDBDocumentClient.from(new DynamoDBClient(aws.clientConfig));
    const recordIn = async (TableName: string, id: string) =>
      (await tables.send(new GetCommand({ TableName, Key: { id } }))).Item;
    for (const prefix of ['pay', 'loan']) {
      const Detail = JSON.stringify({ application: { id: `only-${prefix}`, name: 'Spock', address: '1 Street' } });
      const entry = { Source: 'account-applications', DetailType: 'ApplicationSubmitted', Detail };
      await events.send(
        new PutEventsCommand({ Entries: [{ ...entry, EventBusName: `${prefix}-account-applications` }] }),
      );
    }
    for (const prefix of ['pay', 'loan']) {
      await eventually(`${prefix}’s application`, async () =>
        (await recordIn(`${prefix}-applications`, `only-${prefix}`))?.state === 'APPROVED' ? true : undefined,
      );
      await eventually(`${prefix}’s account`, async () => {
        const key = { TableName: `${prefix}-accounts`, Key: { applicationId: `only-${prefix}` } };
        return (await tables.send(new GetCommand(key))).Item;
      });
      const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${prefix}-account-application`;
      const runs: unknown[] = [];
      for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn }))
        runs.push(...executions);
      expect(runs).toHaveLength(1);
    }
    expect(await recordIn('pay-applications', 'only-loan')).toBeUndefined();
    expect(await recordIn('loan-applications', 'only-pay')).toBeUndefined();
  } finally {
    await aws.stop();
    rmSync(outdir, { recursive: true, force: true });
  }
});
