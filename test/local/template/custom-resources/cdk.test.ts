import { afterAll, describe, expect, test } from '@jest/globals';
import { App, CfnJson, CfnOutput, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime as LambdaRuntime } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId, Provider } from 'aws-cdk-lib/custom-resources';
import { Trigger } from 'aws-cdk-lib/triggers';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';

const directory = temporaryDirectory();
afterAll(() => removeDirectory(directory));

const inline = (stack: Stack, id: string, code: string): LambdaFunction =>
  new LambdaFunction(stack, id, {
    runtime: LambdaRuntime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(code),
  });

type Define = (stack: Stack) => void;
type Use = (runtime: Runtime) => Promise<void>;

/** Starts an app with one stack; with `state`, its data directory is kept under this name. */
const withApp = async (name: string, define: Define, use: Use, state?: string): Promise<void> => {
  const app = new App({ outdir: `${directory}/${name}`, analyticsReporting: false });
  define(new Stack(app, 'pets'));
  const log = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  const assembly = app.synth().directory;
  const dataDir = state === undefined ? {} : { dataDir: `${directory}/${state}` };
  const runtime = await startRuntime({ port: 0, assembly, log, ...dataDir });
  await use(runtime).finally(() => runtime.stop());
};

const outputsOf = ({ deployment }: Runtime): Record<string, string> =>
  Object.fromEntries(deployment?.outputs.map(({ name, value }) => [name, value]) ?? []);

describe('The Provider of the CDK', () => {
  const greeting = (stack: Stack, onEvent: string): void => {
    const { serviceToken } = new Provider(stack, 'Provider', { onEventHandler: inline(stack, 'OnEvent', onEvent) });
    const made = new CustomResource(stack, 'Greeting', { serviceToken, properties: { Name: 'Ann', Loud: true } });
    new CfnOutput(stack, 'Text', { value: made.getAttString('Text') });
    new CfnOutput(stack, 'Id', { value: made.ref });
  };

  test('returns the result of its handler, by a function of its own', async () => {
    const code = `exports.handler = async ({ ResourceProperties: { Name, Loud } }) =>
      ({ PhysicalResourceId: 'greeting', Data: { Text: 'hello ' + Name + ' ' + typeof Loud } });`;
    await withApp(
      'event',
      (stack) => greeting(stack, code),
      async (runtime) => {
        expect(outputsOf(runtime)).toEqual({ Text: 'hello Ann string', Id: 'greeting' });
      },
    );
  });

  test('fails the deployment if its handler throws', async () => {
    const code = 'exports.handler = async () => { throw new Error("nobody is here"); };';
    await expect(
      withApp(
        'event-failed',
        (stack) => greeting(stack, code),
        async () => {},
      ),
    ).rejects.toThrow(/Received response status \[FAILED\] from custom resource\. Message returned: nobody is here/);
  });

  test('asks isComplete by its state machine until the resource is complete', async () => {
    const isComplete = `let asked = 0;
      exports.handler = async () => (++asked < 3 ? { IsComplete: false } : { IsComplete: true, Data: { Asked: asked } });`;
    const define: Define = (stack) => {
      const { serviceToken } = new Provider(stack, 'Provider', {
        onEventHandler: inline(stack, 'OnEvent', "exports.handler = async () => ({ PhysicalResourceId: 'slow' });"),
        isCompleteHandler: inline(stack, 'IsComplete', isComplete),
        queryInterval: Duration.seconds(1),
      });
      const slow = new CustomResource(stack, 'Slow', { serviceToken });
      new CfnOutput(stack, 'Asked', { value: slow.getAttString('Asked') });
      new CfnOutput(stack, 'Id', { value: slow.ref });
    };
    await withApp('complete', define, async (runtime) => {
      expect(outputsOf(runtime)).toEqual({ Asked: '3', Id: 'slow' });
    });
  });

  test('fails the deployment with its onTimeout function if the resource does not become complete', async () => {
    const define: Define = (stack) => {
      const { serviceToken } = new Provider(stack, 'Provider', {
        onEventHandler: inline(stack, 'OnEvent', "exports.handler = async () => ({ PhysicalResourceId: 'never' });"),
        isCompleteHandler: inline(stack, 'IsComplete', 'exports.handler = async () => ({ IsComplete: false });'),
        queryInterval: Duration.seconds(1),
        totalTimeout: Duration.seconds(2),
      });
      new CustomResource(stack, 'Never', { serviceToken });
    };
    await expect(withApp('timeout', define, async () => {})).rejects.toThrow('Message returned: Operation timed out');
  });
});

describe('The AwsCustomResource of the CDK', () => {
  const queueOf = (stack: Stack): Queue => new Queue(stack, 'Queue', { queueName: 'jobs' });
  const messages = async ({ kernel }: Runtime): Promise<unknown> => {
    const caller = kernel.identities.administrator();
    const { QueueUrl } = Object(await kernel.services.callByName('sqs', 'GetQueueUrl', { QueueName: 'jobs' }, caller));
    const input = { QueueUrl, MaxNumberOfMessages: 10 };
    const { Messages = [] } = Object(await kernel.services.callByName('sqs', 'ReceiveMessage', input, caller));
    return Object(Messages).map(({ Body }: { Body: string }) => Body);
  };
  const send = (queue: Queue, MessageBody: string) => ({
    service: 'SQS',
    action: 'sendMessage',
    parameters: { QueueUrl: queue.queueUrl, MessageBody },
    physicalResourceId: PhysicalResourceId.of('sent'),
  });
  const policy = AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE });

  test('makes its calls, and gives the members of their answers', async () => {
    const define: Define = (stack) => {
      const call = new AwsCustomResource(stack, 'Call', {
        installLatestAwsSdk: true,
        onUpdate: {
          service: '@aws-sdk/client-sqs',
          action: 'GetQueueAttributesCommand',
          parameters: { QueueUrl: queueOf(stack).queueUrl, AttributeNames: ['QueueArn'] },
          physicalResourceId: PhysicalResourceId.fromResponse('Attributes.QueueArn'),
        },
        policy,
      });
      new CfnOutput(stack, 'Arn', { value: call.getResponseField('Attributes.QueueArn') });
    };
    await withApp('call', define, async (runtime) => {
      expect(outputsOf(runtime)).toEqual({ Arn: 'arn:aws:sqs:us-east-1:000000000000:jobs' });
      expect(runtime.deployment?.notRun).toMatchObject([
        {
          type: 'Custom::AWS',
          property: 'InstallLatestAwsSdk',
          reason: 'functions load the SDK packages of this machine',
        },
      ]);
    });
  });

  test('calls at creation, update and deletion', async () => {
    const define =
      (text?: string): Define =>
      (stack) => {
        const queue = queueOf(stack);
        if (text === undefined) return;
        const call = { onUpdate: send(queue, text), onDelete: send(queue, `not ${text}`), policy };
        new AwsCustomResource(stack, 'Call', { installLatestAwsSdk: false, ...call });
      };
    const sent: unknown[] = [];
    for (const text of ['one', 'two', undefined])
      await withApp('steps', define(text), async (runtime) => void sent.push(await messages(runtime)), 'state');
    expect(sent).toEqual([['one'], ['two'], ['not two']]);
  });

  test('fails the deployment if its role does not allow the call', async () => {
    const define: Define = (stack) => {
      const other = AwsCustomResourcePolicy.fromSdkCalls({ resources: ['arn:aws:sqs:us-east-1:000000000000:other'] });
      new AwsCustomResource(stack, 'Call', { onUpdate: send(queueOf(stack), 'one'), policy: other });
    };
    await expect(withApp('denied', define, async () => {})).rejects.toThrow(
      /Message returned: .* is not authorized to perform: sqs:sendmessage/,
    );
  });

  test.each([
    ['a service', 'S3', 'getObject'],
    ['an action', 'Lambda', 'createCodeSigningConfig'],
  ])('with %s that is not supported here is not run, and listed', async (what, service, action) => {
    const define: Define = (stack) => {
      const physicalResourceId = PhysicalResourceId.of('the-id');
      const call = { service, action, parameters: {}, physicalResourceId };
      const resourceType = 'Custom::Call';
      new CfnOutput(stack, 'Id', {
        value: (
          new AwsCustomResource(stack, 'Call', { resourceType, onUpdate: call, policy }).node.findChild(
            'Resource',
          ) as CustomResource
        ).ref,
      });
    };
    await withApp(`not-run-${what.replace(' ', '-')}`, define, async (runtime) => {
      expect(outputsOf(runtime)).toEqual({ Id: 'the-id' });
      expect(runtime.deployment?.notRun.map(({ type, reason }) => `${type}: ${reason}`)).toEqual(
        expect.arrayContaining([
          'Custom::Call: it makes SDK calls that are not supported here',
          'AWS::Lambda::Function: it only carries out custom resources, which the runtime handles itself',
        ]),
      );
    });
  });
});

test('The CfnJson and the Trigger of the CDK run', async () => {
  const define: Define = (stack) => {
    const queue = new Queue(stack, 'Queue', { queueName: 'jobs' });
    const condition = new CfnJson(stack, 'Condition', { value: { [`aws:PrincipalTag/${queue.queueName}`]: 'yes' } });
    new Role(stack, 'Role', {
      roleName: 'conditional',
      assumedBy: new AccountPrincipal(stack.account).withConditions({ StringEquals: condition }),
    });
    new Trigger(stack, 'Trigger', { handler: inline(stack, 'Triggered', 'exports.handler = async () => {};') });
  };
  await withApp('helpers', define, async ({ deployment, kernel }) => {
    expect(deployment?.changes).toMatchObject({
      'Custom::AWSCDKCfnJson': { created: 1 },
      'Custom::Trigger': { created: 1 },
    });
    const caller = kernel.identities.administrator();
    const { Role: found } = Object(
      await kernel.services.callByName('iam', 'GetRole', { RoleName: 'conditional' }, caller),
    );
    expect(decodeURIComponent(found.AssumeRolePolicyDocument)).toContain('"aws:PrincipalTag/jobs":"yes"');
  });
});

test.each([
  ['require', "const response = require('cfn-response'); exports.handler = "],
  ['import', "import response from 'cfn-response'; export const handler = "],
])('Inline code can %s the module cfn-response', async (how, before) => {
  const define: Define = (stack) => {
    const code = `${before}(event, context) => response.send(event, context, response.SUCCESS, { Text: 'hello' }, 'id-1');`;
    const made = new CustomResource(stack, 'Greeting', { serviceToken: inline(stack, 'Greet', code).functionArn });
    new CfnOutput(stack, 'Text', { value: `${made.ref} ${made.getAttString('Text')}` });
  };
  await withApp(how, define, async (runtime) => {
    expect(outputsOf(runtime)).toEqual({ Text: 'id-1 hello' });
  });
});
