import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, CfnOutput, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime as LambdaRuntime } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, Source } from 'aws-cdk-lib/aws-s3-deployment';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';

const directory = temporaryDirectory();

const inline = (stack: Stack, id: string, logRetention?: RetentionDays): LambdaFunction =>
  new LambdaFunction(stack, id, {
    functionName: id,
    runtime: LambdaRuntime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({});'),
    ...(logRetention !== undefined && { logRetention }),
  });

const startWith = (name: string, define: (stack: Stack) => void): Promise<Runtime> => {
  const app = new App({ outdir: `${directory}/${name}`, analyticsReporting: false });
  define(new Stack(app, 'pets'));
  const log = { info: () => {}, warn: () => {}, error: (...line: unknown[]) => console.error(...line) };
  return startRuntime({ port: 0, assembly: app.synth().directory, log });
};

const sdkCall = (stack: Stack): AwsCustomResource =>
  new AwsCustomResource(stack, 'Call', {
    onUpdate: {
      service: 'S3',
      action: 'getObject',
      parameters: { Bucket: 'shop' },
      physicalResourceId: PhysicalResourceId.of('the-shop'),
    },
    policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: ['*'] }),
  });

afterAll(() => removeDirectory(directory));

describe('an app with the custom resources of the CDK', () => {
  let runtime: Runtime;

  beforeAll(async () => {
    runtime = await startWith('known', (stack) => {
      const bucket = new Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
      bucket.addEventNotification(EventType.OBJECT_CREATED, new SqsDestination(new Queue(stack, 'Queue')));
      new BucketDeployment(stack, 'Site', {
        destinationBucket: Bucket.fromBucketName(stack, 'SiteBucket', 'site'),
        sources: [Source.data('index.html', '<p>')],
      });
      const feed = inline(stack, 'feed', RetentionDays.ONE_WEEK);
      new CfnOutput(stack, 'Group', { value: feed.logGroup.logGroupName });
      const call = sdkCall(stack);
      new CfnOutput(stack, 'CallId', { value: (call.node.findChild('Resource') as CustomResource).ref });
    });
  });

  afterAll(() => runtime.stop());

  test('starts, and lists the custom resources and the functions that carry them out', () => {
    const notRun = runtime.deployment?.notRun.map(({ type, reason }) => `${type}: ${reason}`) ?? [];
    expect(notRun).toEqual(
      expect.arrayContaining([
        'Custom::S3AutoDeleteObjects: no objects are stored here',
        'Custom::S3BucketNotifications: no objects are stored here',
        'Custom::CDKBucketDeployment: no objects are stored here',
        'Custom::AWS: it makes SDK calls that are not supported here',
      ]),
    );
    const providers = notRun.filter((line) => line.startsWith('AWS::Lambda::Function: it only carries out custom'));
    expect(providers).toHaveLength(5);
  });

  test('has only the functions that it uses itself', () => {
    expect(runtime.deployment?.changes['AWS::Lambda::Function']).toEqual({ created: 1 });
  });

  test('has the log group of its function with the retention of Custom::LogRetention', async () => {
    const caller = runtime.kernel.identities.administrator();
    const input = { logGroupNamePrefix: '/aws/lambda/feed' };
    expect(await runtime.kernel.services.callByName('logs', 'DescribeLogGroups', input, caller)).toMatchObject({
      logGroups: [{ logGroupName: '/aws/lambda/feed', retentionInDays: 7 }],
    });
    expect(runtime.deployment?.outputs).toContainEqual({ stack: 'pets', name: 'Group', value: '/aws/lambda/feed' });
  });

  test('resolves a reference to an SDK call to the physical id of the call', () => {
    expect(runtime.deployment?.outputs).toContainEqual({ stack: 'pets', name: 'CallId', value: 'the-shop' });
  });
});

test('an app does not start if it reads the answer of an SDK call that is not supported', async () => {
  const started = startWith('answer', (stack) => {
    new CfnOutput(stack, 'Shop', { value: sdkCall(stack).getResponseField('Parameter.Value') });
  });
  await expect(started).rejects.toThrow('the attribute Parameter.Value of Custom::AWS is not known here');
});

test('a function that another resource uses too runs, although it carries out custom resources', async () => {
  const runtime = await startWith('shared', (stack) => {
    const shared = inline(stack, 'shared');
    new CustomResource(stack, 'Cleaner', {
      serviceToken: shared.functionArn,
      resourceType: 'Custom::S3AutoDeleteObjects',
    });
    inline(stack, 'caller').addEnvironment('SHARED', shared.functionName);
  });
  expect(runtime.deployment?.changes['AWS::Lambda::Function']).toEqual({ created: 2 });
  await runtime.stop();
});
