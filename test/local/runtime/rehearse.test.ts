import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../directory-per-test.ts';
import { writeAssembly } from '../template/assemblies.ts';
import { getAtt, one, role } from '../template/start-template.ts';

type Json = Record<string, unknown>;

const directory = directoryPerTest();
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** Starts a runtime with these stacks, of which each needs the one before it; its state is kept between the starts of a test. */
const start = (stacks: Record<string, Json>): Promise<Runtime> => {
  const cdkOut = join(directory(), 'cdk.out');
  const names = Object.keys(stacks);
  const dependencies = Object.fromEntries(names.map((name, index) => [name, names.slice(0, index)]));
  const assembly = writeAssembly(cdkOut, stacks, { dependencies });
  return startRuntime({ port: 0, assembly, log, dataDir: join(directory(), 'data') });
};

const sqsOf = ({ endpoint }: Runtime) =>
  new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });

const queuesOf = async (runtime: Runtime): Promise<readonly string[]> => {
  const { QueueUrls = [] } = await sqsOf(runtime).send(new ListQueuesCommand());
  return QueueUrls.map((url) => url.slice(url.lastIndexOf('/') + 1));
};

const queue = (QueueName: string, more: Json = {}) => one('AWS::SQS::Queue', { QueueName, ...more });

/** A queue that SQS refuses: the value has a reference, so only SQS itself sees it. */
const refusedQueue = (QueueName: string) =>
  queue(QueueName, { RedrivePolicy: { deadLetterTargetArn: getAtt('Queue'), maxReceiveCount: 5000 } });
const REFUSED = refusedQueue('refused');
const REFUSAL =
  /^One thing in the template cannot be run here:\n {2}\w+ Refused \(AWS::SQS::Queue\): InvalidParameterValue/;

describe('What a service refuses is found before anything is created', () => {
  test('in a value with references', async () => {
    const refused = start({ pets: { Resources: { Queue: queue('letters'), Refused: REFUSED } } });
    await expect(refused).rejects.toThrow(REFUSAL);
    const runtime = await start({});
    expect(await queuesOf(runtime)).toEqual([]);
    await runtime.stop();
  });

  test('in a stack after one with exports, and in a change', async () => {
    const first = {
      Resources: { Queue: queue('letters') },
      Outputs: { Arn: { Value: getAtt('Queue'), Export: { Name: 'letters' } } },
    };
    const before = await start({ first });
    const QueueUrl = `${before.endpoint}/000000000000/letters`;
    await sqsOf(before).send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
    await before.stop();
    const Refused = queue('refused', {
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::ImportValue': 'letters' }, maxReceiveCount: 5000 },
    });
    const changed = { ...first, Resources: { Queue: queue('letters', { DelaySeconds: 3 }), New: queue('new') } };
    await expect(start({ first: changed, second: { Resources: { Refused } } })).rejects.toThrow(REFUSAL);
    const after = await start({ first });
    expect(after.deployment?.changes).toEqual({ 'AWS::SQS::Queue': { unchanged: 1 } });
    expect(await queuesOf(after)).toEqual(['letters']);
    const { Messages = [] } = await sqsOf(after).send(
      new ReceiveMessageCommand({ QueueUrl: `${after.endpoint}/000000000000/letters` }),
    );
    expect(Messages.map(({ Body }) => Body)).toEqual(['kept']);
    await after.stop();
  });

  test('with everything that is refused at once', async () => {
    const Resources = { Queue: queue('letters'), Refused: REFUSED, More: refusedQueue('more') };
    const refused = start({ pets: { Resources } });
    await expect(refused).rejects.toThrow(/^2 things in the template cannot be run here:/);
  });
});

test('A resource that a client has created is seen, so a template that needs it is not refused', async () => {
  const empty = await start({});
  await sqsOf(empty).send(new CreateQueueCommand({ QueueName: 'letters' }));
  await empty.stop();
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:letters';
  const runtime = await start({
    pets: { Resources: { Queue: queue('more', { RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: 3 } }) } },
  });
  expect(await queuesOf(runtime)).toEqual(['letters', 'more']);
  await runtime.stop();
});

describe('A custom resource is not rehearsed:', () => {
  const resources = () => ({
    Role: role('lambda.amazonaws.com'),
    Function: one('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: {
        ZipFile: `const { appendFileSync } = require('node:fs');
const response = require('cfn-response');
exports.handler = (event, context) => {
  appendFileSync(process.env.JOURNAL, event.RequestType + '\\n');
  response.send(event, context, 'SUCCESS', { Limit: event.ResourceProperties.Limit }, 'limit-1');
};`,
      },
      Environment: { Variables: { JOURNAL: join(directory(), 'journal') } },
    }),
  });
  const limited = (Limit: string) => ({
    ...resources(),
    Custom: one('Custom::Limit', { ServiceToken: getAtt('Function'), Limit }),
    Queue: queue('letters'),
    Limited: queue('limited', {
      RedrivePolicy: { deadLetterTargetArn: getAtt('Queue'), maxReceiveCount: getAtt('Custom', 'Limit') },
    }),
  });

  test('its function is called once, and what needs its response is created', async () => {
    const runtime = await start({ pets: { Resources: limited('3') }, more: { Resources: { Other: queue('other') } } });
    expect(readFileSync(join(directory(), 'journal'), 'utf8')).toBe('Create\n');
    expect(await queuesOf(runtime)).toEqual(['letters', 'limited', 'other']);
    await runtime.stop();
  });

  test('what needs its response is refused at the deployment', async () => {
    await expect(start({ pets: { Resources: limited('5000') } })).rejects.toThrow(/^The deployment failed:/);
  });

  test('what does not need its response is refused before anything is created', async () => {
    const refused = start({ pets: { Resources: { ...limited('3'), Refused: REFUSED } } });
    await expect(refused).rejects.toThrow(REFUSAL);
  });
});
