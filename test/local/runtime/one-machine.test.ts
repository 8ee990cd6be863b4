import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';
import { removeDirectory, temporaryDirectory } from '../kernel.ts';
import { writeAssembly } from '../template/assemblies.ts';
import { getAtt, one, role } from '../template/start-template.ts';

/** A slow function, so that the test can observe work in flight. */
const CODE = `export const handler = async () => {
  await new Promise((resolve) => setTimeout(resolve, 300));
  return process.env.COLOUR ?? 'none';
};`;

const allow = (Action: string | string[]) => [{ Effect: 'Allow', Action, Resource: '*' }];
const task = (Resource: string, Parameters: object, end: object) => ({ Type: 'Task', Resource, Parameters, ...end });

const DEFINITION = {
  StartAt: 'Work',
  States: {
    Work: task('arn:aws:states:::lambda:invoke', { FunctionName: 'slow' }, { Next: 'Tell' }),
    Tell: task(
      'arn:aws:states:::sqs:sendMessage',
      { 'QueueUrl.$': '$$.Execution.Input.queue', MessageBody: 'done' },
      {
        End: true,
      },
    ),
  },
};

/**
 * An event starts a state machine. It calls the function and sends a message to a queue, and the queue invokes the
 * function again.
 */
const TEMPLATE = {
  Parameters: { Colour: { Type: 'String', Default: 'blue' } },
  Resources: {
    Role: role('lambda.amazonaws.com', allow('sqs:*')),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'slow',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Environment: { Variables: { COLOUR: { Ref: 'Colour' } } },
    }),
    Queue: one('AWS::SQS::Queue', { QueueName: 'done' }),
    Mapping: one('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: 'Function' },
      EventSourceArn: getAtt('Queue'),
    }),
    MachineRole: role('states.amazonaws.com', allow(['lambda:InvokeFunction', 'sqs:SendMessage'])),
    Machine: one('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'work',
      RoleArn: getAtt('MachineRole'),
      DefinitionString: JSON.stringify(DEFINITION),
    }),
    RuleRole: role('events.amazonaws.com', allow('states:StartExecution')),
    Rule: one('AWS::Events::Rule', {
      EventPattern: { source: ['test'] },
      Targets: [{ Id: 'machine', Arn: { Ref: 'Machine' }, RoleArn: getAtt('RuleRole'), InputPath: '$.detail' }],
    }),
  },
  Outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
};

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

let directory: string;
let assembly: string;
beforeAll(() => {
  directory = temporaryDirectory();
  mkdirSync(join(directory, 'cdk.out/asset.code'), { recursive: true });
  writeFileSync(join(directory, 'cdk.out/asset.code/index.mjs'), CODE);
  const assets = { 'code.zip': 'asset.code' };
  assembly = writeAssembly(join(directory, 'cdk.out'), { work: TEMPLATE }, { assets });
});
afterAll(() => removeDirectory(directory));

let aws: OneMachine;
afterEach(() => aws.stop());

const result = async (): Promise<unknown> => {
  const { Payload } = await new LambdaClient(aws.clientConfig).send(new InvokeCommand({ FunctionName: 'slow' }));
  return JSON.parse(Payload?.transformToString() ?? 'null');
};

describe('A runtime that a test starts', () => {
  test('is settled when the function, state and delivery that follow an event are done', async () => {
    aws = await start({ assembly, log: QUIET });
    const queue = aws.outputs.QueueUrl;
    const Entries = [{ Source: 'test', DetailType: 'work', Detail: JSON.stringify({ queue }) }];
    await new EventBridgeClient(aws.clientConfig).send(new PutEventsCommand({ Entries }));
    const startMs = performance.now();
    await aws.settled();
    // The function was called twice, one call after the other.
    expect(performance.now() - startMs).toBeGreaterThan(590);
    const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:work';
    const list = new ListExecutionsCommand({ stateMachineArn: machine });
    const { executions = [] } = await new SFNClient(aws.clientConfig).send(list);
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    const left = new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['All'] });
    const { Attributes } = await new SQSClient(aws.clientConfig).send(left);
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  test('accepts parameters, and environment variables that have precedence over the template', async () => {
    aws = await start({ assembly, parameters: { Colour: 'green' }, log: QUIET });
    expect(await result()).toBe('green');
    await aws.stop();
    aws = await start({
      assembly,
      parameters: { Colour: 'green' },
      functionsEnv: { 'slow:COLOUR': 'red' },
      log: QUIET,
    });
    expect(await result()).toBe('red');
  });

  test('advances its clock by the sum of the members of a duration', async () => {
    aws = await start();
    const before = aws.clock.now();
    await aws.clock.advance({ days: 1, hours: 1, minutes: 1, seconds: 1.5 });
    const passedMs = aws.clock.now().getTime() - before.getTime();
    expect(passedMs).toBeGreaterThanOrEqual(90_061_500);
    expect(passedMs).toBeLessThan(90_061_500 + 3_600_000);
  });

  test.each([{ days: -1 }, { seconds: Number.NaN }, { hours: Number.POSITIVE_INFINITY }])(
    'refuses to move its clock by %j',
    async (span) => {
      aws = await start();
      await expect(aws.clock.advance(span)).rejects.toThrow(RangeError);
    },
  );

  test('is stopped once, however often stop is called', async () => {
    aws = await start();
    await Promise.all([aws.stop(), aws[Symbol.asyncDispose]()]);
    await expect(fetch(`${aws.endpoint}/_local/health`)).rejects.toThrow();
  });

  test('has nothing deployed without an assembly', async () => {
    aws = await start();
    expect(aws.deployment).toBeUndefined();
    expect(aws.outputs).toEqual({});
    expect(aws.mail()).toEqual([]);
  });

  test('keeps its endpoint at a reset, and deploys again', async () => {
    aws = await start({ assembly, log: QUIET });
    await aws.clock.advance({ days: 1 });
    await aws.reset();
    expect(aws.deployment?.changes['AWS::SQS::Queue']).toEqual({ created: 1 });
    expect(aws.clock.now().getTime() - Date.now()).toBeLessThan(60_000);
    expect(await result()).toBe('blue');
  });

  test('can keep its state in a directory from a worker thread, as some test runners have', async () => {
    aws = await start();
    const dataDir = join(directory, 'state');
    const code = `import('one-machine').then(({ start }) => start({ dataDir: ${JSON.stringify(dataDir)} })).then((aws) => aws.stop())`;
    const worker = new Worker(code, { eval: true });
    const code0 = await new Promise((resolve, reject) => worker.once('error', reject).once('exit', resolve));
    expect(code0).toBe(0);
  });
});
