import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Runtime, startRuntime } from '../../../../local/src/runtime/runtime.ts';
import { eventually } from '../../../support/system.ts';
import { removeDirectory, temporaryDirectory } from '../../kernel.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { getAtt, one, role } from '../../template/start-template.ts';

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

const seen = () => join(directory, 'seen');

/** A queue whose messages invoke a function. */
const template = () => ({
  Resources: {
    Queue: one('AWS::SQS::Queue', { QueueName: 'orders' }),
    Role: role('lambda.amazonaws.com', [
      {
        Effect: 'Allow',
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        Resource: getAtt('Queue'),
      },
    ]),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'worker',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
      Environment: { Variables: { SEEN: seen() } },
    }),
    Mapping: one('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: 'Function' },
      EventSourceArn: getAtt('Queue'),
    }),
  },
});

/** Code that notes `word` for each invocation. */
const noting = (word: string): string => `import { appendFileSync } from 'node:fs';
export const handler = () => appendFileSync(process.env.SEEN, '${word}\\n');`;

const start = (version: string, code: string): Promise<Runtime> => {
  const cloud = join(directory, version);
  mkdirSync(join(cloud, version), { recursive: true });
  writeFileSync(join(cloud, version, 'index.mjs'), code);
  const assembly = writeAssembly(cloud, { shop: template() }, { assets: { 'code.zip': version } });
  const log = { info: () => {}, warn: () => {}, error: console.error };
  return startRuntime({ port: 0, dataDir: join(directory, 'data'), assembly, log });
};

/** Longer than the first runtime needs to stop, also on a busy machine. */
const DELAY_SECONDS = 3;

test('A message that waits at a start invokes its function after the deployment, not the code of before', async () => {
  const before = await start('before', noting('before'));
  const QueueUrl = `${before.endpoint}/000000000000/orders`;
  const input = { QueueUrl, MessageBody: 'order 1', DelaySeconds: DELAY_SECONDS };
  await before.kernel.services.callByName('sqs', 'SendMessage', input, before.kernel.identities.administrator());
  await before.stop();
  await setTimeout(DELAY_SECONDS * 1_000);
  const after = await start('after', noting('after'));
  await eventually('the invocation', async () => existsSync(seen()) || undefined);
  await after.stop();
  expect(readFileSync(seen(), 'utf8')).toBe('after\n');
});
