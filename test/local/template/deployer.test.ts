import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AwsError } from '../../../local/src/core/aws/aws-error.ts';
import { loadAssembly } from '../../../local/src/template/assembly.ts';
import { createDeployer, type Deployer } from '../../../local/src/template/deployer.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from './assemblies.ts';
import { type FakeServices, fakeServices } from './fake-services.ts';
import { NO_PROVIDERS } from './no-providers.ts';

type Resources = Record<string, Record<string, unknown>>;

let directory: string;
let kernel: TestKernel;
let services: FakeServices;
let deployer: Deployer;

const start = async (): Promise<void> => {
  services = fakeServices();
  kernel = await startKernel(() => services.modules, { dataDir: join(directory, 'data') });
  deployer = createDeployer(kernel, NO_PROVIDERS);
};

beforeEach(async () => {
  directory = temporaryDirectory();
  await start();
});

afterEach(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

const assembly = (Resources: Resources, more: Record<string, unknown> = {}) =>
  loadAssembly(writeAssembly(join(directory, 'cdk.out'), { shop: { Resources, ...more } }));

const deploy = async (resources: Resources, more: Record<string, unknown> = {}) => {
  services.clear();
  return deployer.deploy(assembly(resources, more));
};

const DLQ = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters-dlq' } };
const QUEUE = {
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: 'letters',
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Dlq', 'Arn'] }, maxReceiveCount: 3 },
  },
};
const problemsOf = async (resources: Resources, more: Record<string, unknown> = {}): Promise<string> =>
  deploy(resources, more).then(
    () => 'no problem',
    (error: Error) => error.message,
  );

describe('a first deployment', () => {
  test('creates resources after those that they refer to, with evaluated properties', async () => {
    const { changes, outputs } = await deploy(
      { Queue: QUEUE, Dlq: DLQ },
      { Outputs: { Url: { Value: { Ref: 'Queue' } } } },
    );
    expect(services.calls.map(({ input }) => input)).toEqual([
      { QueueName: 'letters-dlq', Attributes: {} },
      {
        QueueName: 'letters',
        Attributes: {
          VisibilityTimeout: '60',
          RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:letters-dlq","maxReceiveCount":3}',
        },
      },
    ]);
    expect(changes).toEqual({ 'AWS::SQS::Queue': { created: 2 } });
    expect(outputs).toEqual([{ stack: 'shop', name: 'Url', value: 'http://127.0.0.1:4566/000000000000/letters' }]);
  });

  test('creates resources after those in DependsOn', async () => {
    await deploy({
      First: { ...DLQ, DependsOn: 'Later' },
      Later: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'later', RetentionInDays: 7 } },
    });
    expect(services.names()).toEqual(['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'sqs:CreateQueue']);
  });

  test('omits resources whose condition is false', async () => {
    const { changes } = await deploy(
      { Queue: { ...DLQ, Condition: 'Never' }, Other: { Type: 'AWS::SNS::Topic' } },
      { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
    );
    expect(changes).toEqual({ 'AWS::SNS::Topic': { created: 1 } });
  });

  test('generates a name that is the same every time, within the length that AWS allows', async () => {
    const longId = 'ALogicalIdThatIsByFarTooLongToFitIntoTheNameOfAnyFunctionOfLambda';
    await deploy({ [longId]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } });
    const name = String(services.inputOf('iam:CreateRole').RoleName);
    expect(name).toMatch(/^shop-ALogicalIdThatIsByFarTooLong[A-Za-z]*-[0-9A-Z]{12}$/);
    expect(name).toHaveLength(64);
  });

  test('passes the directory of their asset to functions, and inline code as an archive', async () => {
    mkdirSync(join(directory, 'cdk.out/asset.abc'), { recursive: true });
    const code = (Code: unknown) => ({
      Type: 'AWS::Lambda::Function',
      Properties: { Code, Runtime: 'nodejs24.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r' },
    });
    const written = writeAssembly(
      join(directory, 'cdk.out'),
      {
        shop: {
          Resources: {
            Bundled: code({ S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'abc.zip' }),
            Inline: { ...code({ ZipFile: 'exports.handler = async () => 1;' }), DependsOn: 'Bundled' },
          },
        },
      },
      { assets: { 'abc.zip': 'asset.abc' } },
    );
    await deployer.deploy(loadAssembly(written));
    const [bundled, inline] = services.calls.map(({ input }) => input.Code as Record<string, string>);
    expect(bundled).toEqual({ LocalDirectory: join(directory, 'cdk.out/asset.abc') });
    expect(Buffer.from(inline?.ZipFile ?? '', 'base64').toString('latin1')).toContain('index.jsexports.handler');
  });

  test('imports exports of an earlier stack into a later one', async () => {
    const written = writeAssembly(
      join(directory, 'cdk.out'),
      {
        consumer: {
          Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::ImportValue': 'name' } } } },
        },
        producer: {
          Resources: { Dlq: DLQ },
          Outputs: { Name: { Value: { 'Fn::GetAtt': ['Dlq', 'QueueName'] }, Export: { Name: 'name' } } },
        },
      },
      { dependencies: { consumer: ['producer'] } },
    );
    await deployer.deploy(loadAssembly(written));
    expect(services.calls.map(({ input }) => input.QueueName)).toEqual(['letters-dlq', 'letters-dlq']);
  });

  test('prefers given parameters to defaults', async () => {
    const parameters = { Parameters: { Name: { Type: 'String', Default: 'usual' } } };
    const resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } } };
    await deployer.deploy(assembly(resources, parameters), { parameters: { Name: 'given' } });
    expect(services.inputOf('sqs:CreateQueue').QueueName).toBe('given');
  });

  test('lists resources of types that are known but not run, with the reason', async () => {
    const { notRun } = await deploy({
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TracingConfig: 'Active' } },
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Whatever: 1 } },
    });
    expect(notRun).toEqual([
      {
        stack: 'shop',
        logicalId: 'Topic',
        type: 'AWS::SNS::Topic',
        property: 'TracingConfig',
        reason: 'there is no X-Ray here',
      },
      {
        stack: 'shop',
        logicalId: 'Alarm',
        type: 'AWS::CloudWatch::Alarm',
        property: undefined,
        reason: 'there are no metrics here, so no alarm goes off',
      },
    ]);
  });
});

describe('a template that cannot be run locally', () => {
  test('is refused before any resource is created, with all problems in one message', async () => {
    const message = await problemsOf({
      Queue: DLQ,
      Unknown: { Type: 'AWS::EC2::Instance' },
      Custom: { Type: 'Custom::AutoDelete' },
      Odd: { Type: 'AWS::SQS::Queue', Properties: { Colour: 'red' } },
      Rule: { Type: 'AWS::Events::Rule', Properties: { Targets: [{ Id: 'a', Arn: 'b', EcsParameters: {} }] } },
      Dangling: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Nobody' } } },
      Attribute: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::GetAtt': ['Queue', 'Length'] } } },
      Function: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { 'Fn::Cidr': [] } } },
    });
    expect(message.split('\n').map((line) => line.trim())).toEqual([
      '7 things in the template cannot be run here:',
      'shop Unknown (AWS::EC2::Instance): this type is not known to the runtime',
      'shop Custom (Custom::AutoDelete) ServiceToken: this property is required',
      'shop Odd (AWS::SQS::Queue) Colour: this property is not supported',
      'shop Rule (AWS::Events::Rule) Targets[0].EcsParameters: this property is not supported',
      'shop Dangling (AWS::SNS::Topic): refers to Nobody, which is neither a parameter nor a resource of this stack',
      'shop Attribute (AWS::SNS::Topic): refers to Queue.Length, and the attribute Length of AWS::SQS::Queue is not known here',
      'shop Function (AWS::SNS::Topic): the function Fn::Cidr is not supported',
    ]);
    expect(services.names()).toEqual([]);
  });

  test('is refused if its resources depend on each other, with the cycle in the message', async () => {
    const topic = (other: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: other } } });
    const message = await problemsOf({ A: topic('B'), B: topic('C'), C: topic('A') });
    expect(message).toContain('Circular dependency between resources: A → B → C → A.');
  });

  test('is accepted if it declares an SSM parameter that no resource uses', async () => {
    const Parameters = { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' } };
    expect(await problemsOf({ Dlq: DLQ }, { Parameters })).toBe('no problem');
    const used = { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'BootstrapVersion' } } };
    expect(await problemsOf({ Topic: used }, { Parameters })).toContain(
      'Unable to fetch parameters [/cdk/version] from parameter store for this account.',
    );
  });

  test('is refused if a parameter has no value', async () => {
    const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Name' } } };
    expect(await problemsOf({ Topic: topic }, { Parameters: { Name: { Type: 'String' } } })).toContain(
      'The parameter Name has no default and was not given.',
    );
  });
});

describe('a later deployment', () => {
  test('makes no call if nothing has changed, also after a restart', async () => {
    await deploy({ Queue: QUEUE, Dlq: DLQ });
    await kernel.stop();
    await start();
    const { changes } = await deploy({ Queue: QUEUE, Dlq: DLQ });
    expect(services.names()).toEqual([]);
    expect(changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 2 } });
  });

  test('updates changed properties and resets removed ones', async () => {
    await deploy({ Queue: QUEUE, Dlq: DLQ });
    const { changes } = await deploy({
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters', DelaySeconds: 5 } },
      Dlq: DLQ,
    });
    expect(services.calls).toEqual([
      {
        service: 'sqs',
        action: 'SetQueueAttributes',
        input: {
          QueueUrl: 'http://127.0.0.1:4566/000000000000/letters',
          Attributes: { DelaySeconds: '5', VisibilityTimeout: '30', RedrivePolicy: '' },
        },
      },
    ]);
    expect(changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 1, updated: 1 } });
  });

  test('replaces a resource that gets a new name, and deletes the old one last', async () => {
    await deploy({ Dlq: DLQ });
    const { changes } = await deploy({ Dlq: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'renamed' } } });
    expect(services.names()).toEqual(['sqs:CreateQueue', 'sqs:DeleteQueue']);
    expect(services.inputOf('sqs:DeleteQueue').QueueUrl).toBe('http://127.0.0.1:4566/000000000000/letters-dlq');
    expect(changes).toEqual({ 'AWS::SQS::Queue': { replaced: 1 } });
  });

  test('continues a failed replacement, and then deletes the old resource', async () => {
    const renamed = { Dlq: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'renamed' } } };
    await deploy({ Dlq: DLQ });
    services.failOnce('sqs:CreateQueue', new AwsError('InternalError', 'Once only.'));
    await expect(deploy(renamed)).rejects.toThrow('Once only.');
    await deploy(renamed);
    expect(services.names()).toEqual(['sqs:CreateQueue', 'sqs:DeleteQueue']);
    expect(deployer.current().resources.map(({ physicalId }) => physicalId)).toEqual([
      'http://127.0.0.1:4566/000000000000/renamed',
    ]);
  });

  test('updates resources that contain a queue URL after the gateway changes its port, but not the queue, which is never without its policy', async () => {
    const resources = {
      Dlq: DLQ,
      Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Dlq' }], PolicyDocument: {} } },
    };
    await deploy(resources);
    services.clear();
    const moved = createDeployer({ ...kernel, endpoint: () => 'http://127.0.0.1:9999' }, NO_PROVIDERS);
    await moved.deploy(assembly(resources));
    expect(services.calls).toEqual([
      {
        service: 'sqs',
        action: 'SetQueueAttributes',
        input: { QueueUrl: 'http://127.0.0.1:9999/000000000000/letters-dlq', Attributes: { Policy: '{}' } },
      },
    ]);
  });

  test('gives a policy to one more topic without taking it from the others, and takes it from one that left', async () => {
    const topics = (...names: string[]): Resources => ({
      First: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'first' } },
      Second: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'second' } },
      Policy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: names.map((name) => ({ Ref: name })), PolicyDocument: {} },
      },
    });
    const policies = () =>
      services.calls.map(({ input: { TopicArn, AttributeValue } }) => [
        String(TopicArn).split(':').at(-1),
        AttributeValue,
      ]);
    await deploy(topics('First'));
    await deploy(topics('First', 'Second'));
    expect(policies()).toEqual([
      ['first', '{}'],
      ['second', '{}'],
    ]);
    await deploy(topics('Second'));
    expect(policies()).toEqual([
      ['first', ''],
      ['second', '{}'],
    ]);
  });

  test('refuses to replace a resource that holds data under the same name', async () => {
    const table = (key: string) => ({
      Type: 'AWS::DynamoDB::Table',
      Properties: { TableName: 'people', KeySchema: [{ AttributeName: key, KeyType: 'HASH' }] },
    });
    await deploy({ People: table('id') });
    expect(await problemsOf({ People: table('name') })).toContain('people exists and would lose what it holds');
  });

  test.each(['Retain', 'RetainExceptOnCreate'])(
    'deletes resources that were removed from the template, newest first, and keeps those with DeletionPolicy %s',
    async (DeletionPolicy) => {
      await deploy({
        Dlq: { ...DLQ, DeletionPolicy },
        Queue: QUEUE,
        Topic: { Type: 'AWS::SNS::Topic', DependsOn: 'Queue' },
      });
      const { changes } = await deploy({});
      expect(services.names()).toEqual(['sns:DeleteTopic', 'sqs:DeleteQueue']);
      expect(changes).toEqual({ 'AWS::SNS::Topic': { deleted: 1 }, 'AWS::SQS::Queue': { deleted: 1, retained: 1 } });
      expect(deployer.current().resources).toEqual([]);
    },
  );

  test('adopts a retained resource that is in the template again', async () => {
    await deploy({ Dlq: { ...DLQ, DeletionPolicy: 'Retain' } });
    await deploy({});
    const { changes } = await deploy({ Dlq: DLQ });
    expect(services.names()).toEqual([]);
    expect(changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 1 } });
  });

  test('removes targets that were removed from a rule', async () => {
    const rule = (...ids: string[]) => ({
      Type: 'AWS::Events::Rule',
      Properties: { Name: 'r', EventPattern: { source: ['a'] }, Targets: ids.map((Id) => ({ Id, Arn: `arn:${Id}` })) },
    });
    await deploy({ Rule: rule('a', 'b') });
    await deploy({ Rule: rule('b') });
    expect(services.names()).toEqual(['events:RemoveTargets', 'events:PutRule', 'events:PutTargets']);
    expect(services.inputOf('events:RemoveTargets')).toEqual({ Rule: 'r', EventBusName: 'default', Ids: ['a'] });
  });
});

describe('a deployment that fails', () => {
  test('reports the resource with the error of AWS, skips dependent resources, and continues the next time', async () => {
    const resources = { Queue: QUEUE, Dlq: DLQ, Topic: { Type: 'AWS::SNS::Topic' } };
    services.failOnce('sqs:CreateQueue', new AwsError('QueueDeletedRecently', 'Wait 60 seconds.'));
    const failed = deployer.deploy(assembly(resources));
    await expect(failed).rejects.toThrow('shop Dlq (AWS::SQS::Queue): QueueDeletedRecently: Wait 60 seconds.');
    expect(services.names().toSorted()).toEqual(['sns:CreateTopic', 'sqs:CreateQueue']);
    const { changes } = await deploy(resources);
    expect(changes).toEqual({ 'AWS::SQS::Queue': { created: 2 }, 'AWS::SNS::Topic': { unchanged: 1 } });
  });

  test('adopts a resource whose creation was interrupted', async () => {
    const group = { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } } };
    services.failOnce('logs:CreateLogGroup', new AwsError('ServiceUnavailable', 'Cut off.'));
    await expect(deployer.deploy(assembly(group))).rejects.toThrow('Cut off.');
    services.failOnce('logs:CreateLogGroup', new AwsError('ResourceAlreadyExistsException', 'It is there.'));
    const { changes } = await deploy(group);
    expect(changes).toEqual({ 'AWS::Logs::LogGroup': { created: 1 } });
  });

  test('does not adopt a resource that was created outside the template', async () => {
    const group = { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g' } } };
    services.failOnce('logs:CreateLogGroup', new AwsError('ResourceAlreadyExistsException', 'It is there.'));
    await expect(deployer.deploy(assembly(group))).rejects.toThrow('ResourceAlreadyExistsException: It is there.');
  });
});
