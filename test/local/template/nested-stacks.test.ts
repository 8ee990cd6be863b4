import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsError } from '../../../local/src/core/aws/aws-error.ts';
import { startRuntime } from '../../../local/src/runtime/runtime.ts';
import { loadAssembly } from '../../../local/src/template/assembly.ts';
import { createDeployer, type Deployer } from '../../../local/src/template/deployer.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from './assemblies.ts';
import { type FakeServices, fakeServices } from './fake-services.ts';
import { NO_PROVIDERS } from './no-providers.ts';

type Json = Record<string, unknown>;

let directory: string;
let kernel: TestKernel;
let services: FakeServices;
let deployer: Deployer;

beforeEach(async () => {
  directory = temporaryDirectory();
  services = fakeServices();
  kernel = await startKernel(() => services.modules, { dataDir: join(directory, 'data') });
  deployer = createDeployer(kernel, NO_PROVIDERS);
});

afterEach(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

const queue = (QueueName: unknown): Json => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });

const nested = (key: string, Parameters: Json = {}): Json => ({
  Type: 'AWS::CloudFormation::Stack',
  Properties: {
    TemplateURL: { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::Region' }, `.amazonaws.com/assets/${key}`]] },
    Parameters,
  },
});

/** Deploys a stack with these resources; `templates` are the templates of nested stacks by asset key. */
const deploy = (Resources: Json, templates: Record<string, Json>, more: Json = {}) => {
  services.clear();
  const out = writeAssembly(
    join(directory, 'cdk.out'),
    { shop: { Resources, ...more } },
    {
      assets: Object.fromEntries(Object.keys(templates).map((key) => [key, key])),
    },
  );
  for (const [key, template] of Object.entries(templates)) writeFileSync(join(out, key), JSON.stringify(template));
  return deployer.deploy(loadAssembly(out));
};

const CHILD: Json = {
  Parameters: { Name: { Type: 'String' }, Kind: { Type: 'String', Default: 'plain' } },
  Conditions: { IsPlain: { 'Fn::Equals': [{ Ref: 'Kind' }, 'plain'] } },
  Resources: {
    Inner: queue({ 'Fn::Join': ['-', [{ Ref: 'Name' }, 'inner']] }),
    Plain: { ...queue('plain'), Condition: 'IsPlain' },
  },
  Outputs: { InnerArn: { Value: { 'Fn::GetAtt': ['Inner', 'Arn'] } } },
};

const PARENT: Json = {
  First: queue('first'),
  Child: nested('child.json', { Name: { 'Fn::GetAtt': ['First', 'QueueName'] } }),
  Last: queue({ 'Fn::Select': ['5', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Child', 'Outputs.InnerArn'] }] }] }),
};

const created = (): unknown[] =>
  services.calls.filter(({ action }) => action === 'CreateQueue').map(({ input }) => input.QueueName);

describe('a nested stack', () => {
  test('is deployed with its parameters, and its outputs are attributes in the parent', async () => {
    const { outputs } = await deploy(PARENT, { 'child.json': CHILD }, { Outputs: { Id: { Value: { Ref: 'Child' } } } });
    expect(created()).toEqual(['first', expect.any(String), expect.any(String), 'first-inner']);
    expect(created()).toContain('plain');
    expect(outputs).toEqual([
      {
        stack: 'shop',
        name: 'Id',
        value: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/shop-Child-\w{12}\//),
      },
    ]);
  });

  test('is unchanged in the next deployment, and is deleted with all its resources', async () => {
    await deploy(PARENT, { 'child.json': CHILD });
    expect((await deploy(PARENT, { 'child.json': CHILD })).changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 4 } });
    const { changes } = await deploy({ First: queue('first') }, {});
    expect(changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 1, deleted: 3 } });
  });

  test('can have nested stacks itself', async () => {
    const middle = { Resources: { Deeper: nested('child.json', { Name: 'deep', Kind: 'odd' }) } };
    await deploy({ Middle: nested('middle.json') }, { 'child.json': CHILD, 'middle.json': middle });
    expect(created()).toEqual(['deep-inner']);
  });

  test('fails with the name of its resource that a service refuses', async () => {
    services.clear();
    services.failOnce('sqs:CreateQueue', new AwsError('QueueNameExists', 'It exists.'));
    const out = writeAssembly(
      join(directory, 'failing'),
      { shop: { Resources: { Child: nested('child.json', { Name: 'x', Kind: 'odd' }) } } },
      { assets: { 'child.json': 'child.json' } },
    );
    writeFileSync(join(out, 'child.json'), JSON.stringify(CHILD));
    await expect(deployer.deploy(loadAssembly(out))).rejects.toThrow(
      /shop-Child-\w+ Inner \(AWS::SQS::Queue\): QueueNameExists: It exists\./,
    );
  });
});

describe('a template with a nested stack is refused before anything is created', () => {
  const refused = async (resources: Json, templates: Record<string, Json>): Promise<string> => {
    const message = await deploy(resources, templates).then(
      () => 'no problem',
      (error: Error) => error.message,
    );
    expect(services.names()).toEqual([]);
    return message;
  };

  test('if the stack has a type that is not supported, at any depth', async () => {
    const middle = { Resources: { Deeper: nested('child.json') } };
    const child = { Resources: { Server: { Type: 'AWS::EC2::Instance' } } };
    expect(await refused({ Middle: nested('middle.json') }, { 'middle.json': middle, 'child.json': child })).toMatch(
      /shop-Middle-\w+-Deeper-\w+ Server \(AWS::EC2::Instance\): this type is not known to the runtime/,
    );
  });

  test('if the template is no asset, or the parent reads an output that does not exist', async () => {
    expect(await refused({ Child: nested('none.json') }, {})).toContain(
      'shop Child: The assembly has no template none.json.',
    );
    const reader = queue({ 'Fn::GetAtt': ['Child', 'Outputs.None'] });
    const resources = { Child: nested('child.json', { Name: 'x' }), Reader: reader };
    expect(await refused(resources, { 'child.json': CHILD })).toContain(
      'refers to Child.Outputs.None, and the nested stack has no such output',
    );
  });

  test('if the template is not JSON', async () => {
    const out = writeAssembly(
      join(directory, 'yaml'),
      { shop: { Resources: { Child: nested('child.yaml') } } },
      { assets: { 'child.yaml': 'child.yaml' } },
    );
    writeFileSync(join(out, 'child.yaml'), 'Resources: {}');
    await expect(deployer.deploy(loadAssembly(out))).rejects.toThrow(/shop Child: .*child\.yaml cannot be read/);
  });

  test('if a parameter is missing or unknown', async () => {
    expect(await refused({ Child: nested('child.json') }, { 'child.json': CHILD })).toContain(
      'The parameter Name has no default and was not given.',
    );
    expect(await refused({ Child: nested('child.json', { Name: 'x', More: 'y' }) }, { 'child.json': CHILD })).toContain(
      'More: the template does not declare this parameter',
    );
  });

  test('if a condition depends on a parameter that refers to a resource', async () => {
    const resources = {
      First: queue('first'),
      Child: nested('child.json', { Name: 'x', Kind: { 'Fn::GetAtt': ['First', 'QueueName'] } }),
    };
    expect(await refused(resources, { 'child.json': CHILD })).toContain(
      'Conditions: IsPlain depends on the parameter Kind, which has no value before the deployment',
    );
  });

  test('if the nested stack exports an output', async () => {
    const child = { Resources: { Inner: queue('inner') }, Outputs: { A: { Value: 'a', Export: { Name: 'a' } } } };
    expect(await refused({ Child: nested('child.json') }, { 'child.json': child })).toContain(
      'exports of nested stacks are not supported locally',
    );
  });
});

test('the NestedStack of the CDK runs: its function uses a queue of the parent', async () => {
  const app = new App({ outdir: join(directory, 'app'), analyticsReporting: false });
  const stack = new Stack(app, 'parcels');
  const arrivals = new Queue(stack, 'Arrivals', { queueName: 'arrivals' });
  const child = new NestedStack(stack, 'Child');
  const send = new LambdaFunction(child, 'Send', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => [process.env.QUEUE, process.env.COLOUR];'),
    environment: { QUEUE: arrivals.queueName },
  });
  new CfnOutput(stack, 'Name', { value: send.functionName });
  const runtime = await startRuntime({ port: 0, assembly: app.synth().directory, functionsEnv: { COLOUR: 'red' } });
  const FunctionName = runtime.deployment?.outputs.find(({ name }) => name === 'Name')?.value;
  const caller = runtime.kernel.identities.administrator();
  const answer = await runtime.kernel.services.callByName('lambda', 'Invoke', { FunctionName }, caller);
  await runtime.stop();
  expect(answer).toMatchObject({ Payload: '["arrivals","red"]' });
});
