import { request } from 'node:http';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type OneMachine, start } from 'one-machine';

const MEBIBYTE = 2 ** 20;
const FORM = 'application/x-www-form-urlencoded';

let aws: OneMachine;
beforeAll(async () => {
  aws = await start();
});
afterAll(() => aws.stop());

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Sending {
  readonly path?: string;
  readonly scope?: string;
  readonly target?: string;
  readonly type?: string;
}

const headersOf = ({ scope = 'any', target, type = 'application/x-amz-json-1.0' }: Sending) => ({
  'content-type': type,
  authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${scope}/aws4_request, SignedHeaders=host, Signature=00`,
  ...(target === undefined ? {} : { 'x-amz-target': target }),
});

/** Sends `body`. Its Content-Length may be greater than the number of sent bytes. */
const send = (sending: Sending, body: string, announced = Buffer.byteLength(body)): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { path = '/' } = sending;
    const headers = { ...headersOf(sending), 'content-length': announced };
    const sent = request(new URL(path, aws.endpoint), { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject).write(body);
    if (announced === Buffer.byteLength(body)) sent.end();
  });

const deep = '['.repeat(2 * MEBIBYTE);
const values = `[${'1,'.repeat(200_000)}1]`;
const names = `{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":1`).join(',')}}`;

const TOO_DEEP = { status: 400, body: expect.stringContaining('JSON may be nested at most 1000 deep.') };
const TOO_MANY = { status: 400, body: expect.stringContaining('JSON may hold at most 100000 values.') };
const tooLarge = (bytes: number) => ({
  status: 413,
  body: expect.stringContaining(`Request must be smaller than ${bytes} bytes.`),
});

describe('A body whose parsing would take too long is refused', () => {
  test.each([
    ['nested JSON', { target: 'DynamoDB_20120810.PutItem' }, deep, TOO_DEEP],
    ['many values', { target: 'DynamoDB_20120810.PutItem' }, values, TOO_MANY],
    ['many names', { target: 'AmazonSQS.SendMessage' }, names, TOO_MANY],
    ['a function of many names', { path: '/2015-03-31/functions', scope: 'lambda' }, names, TOO_MANY],
    [
      'a long input of a state machine',
      { target: 'AWSStepFunctions.StartExecution' },
      `{"input":"${'x'.repeat(4 * MEBIBYTE)}"}`,
      tooLarge(4 * MEBIBYTE),
    ],
    ['a long request to the control API', { path: '/_local/clock' }, ' '.repeat(MEBIBYTE + 1), tooLarge(MEBIBYTE)],
    [
      'a form of many parameters',
      { type: FORM, scope: 'sns' },
      `Action=Publish&${'a=1&'.repeat(5_000)}`,
      { status: 400, body: expect.stringContaining('A request may have at most 5000 parameters.') },
    ],
  ])('%s', async (_, sending, body, expected) => {
    expect(await send(sending, body)).toEqual(expected);
  });

  test('before all of it has arrived', async () => {
    const answered = await send({ target: 'DynamoDB_20120810.PutItem' }, deep, 8 * MEBIBYTE);
    expect(answered).toEqual(TOO_DEEP);
  });

  test('also if it is a JSON text inside the request', async () => {
    const definition = (text: string) =>
      JSON.stringify({ name: 'm', roleArn: 'arn:aws:iam::000000000000:role/r', definition: text });
    const target = 'AWSStepFunctions.CreateStateMachine';
    expect(await send({ target }, definition('['.repeat(900_000)))).toEqual(TOO_DEEP);
    expect(await send({ target }, definition(`{"a":${values}}`))).toEqual(TOO_MANY);
  });
});

describe('A large body within the limits of its service is accepted', () => {
  test('whatever its strings contain', async () => {
    const sqs = new SQSClient(aws.clientConfig);
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'large' }));
    const MessageBody = `${'["{'.repeat(1_000)}\\"`.padEnd(MEBIBYTE, '\n"[');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.[0]?.Body === MessageBody).toBe(true);
    sqs.destroy();
  });

  test('also if brackets and quotes are at the edges of its chunks', async () => {
    const text = JSON.stringify({ a: Array.from({ length: 20_000 }, (_, n) => `\\"[{${n}`) });
    const { status, body } = await send({ target: 'AWSEvents.ListEventBuses' }, text);
    expect([status, body]).toEqual([200, expect.stringContaining('EventBuses')]);
  });
});
