import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServiceModule, WireRequest, WireResponse } from '../../../../local/src/core/service.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

let kernel: TestKernel;
let sqs: ServiceModule;
beforeEach(async () => {
  kernel = await startKernel((k) => {
    sqs = createSqs(k);
    return [sqs];
  });
});
afterEach(() => kernel.stop());

const send = async (request: WireRequest): Promise<WireResponse> => {
  for (const protocol of sqs.service.protocols)
    if (protocol.kind === 'own' && protocol.claims(request))
      return protocol.handle(request, (action, input) => kernel.as('sqs', action, input));
  throw new Error('No protocol of the service claims the request.');
};

const REQUEST = { method: 'POST', path: '/', search: '', query: new URLSearchParams(), scope: 'sqs' };

const json = (action: string, body: string): Promise<WireResponse> =>
  send({
    ...REQUEST,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: Buffer.from(body),
  });

const form = (parameters: Record<string, string>, path = '/'): Promise<WireResponse> =>
  send({
    ...REQUEST,
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: Buffer.from(new URLSearchParams({ Version: '2012-11-05', ...parameters }).toString()),
  });

const URL_OF_ORDERS = 'http://127.0.0.1:4566/000000000000/orders';

describe('the JSON protocol', () => {
  test('answers in JSON', async () => {
    expect(await json('CreateQueue', '{"QueueName":"orders"}')).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: `{"QueueUrl":"${URL_OF_ORDERS}"}`,
    });
  });

  test('returns the query protocol’s error code in a header', async () => {
    expect(await json('GetQueueUrl', '{"QueueName":"nobody"}')).toEqual({
      status: 400,
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender',
      },
      body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}',
    });
  });

  test('rejects a body that is not a JSON object', async () => {
    for (const body of ['{', '[]', '"x"']) {
      const answer = await json('ListQueues', body);
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('#SerializationException') });
    }
  });
});

describe('the query protocol', () => {
  test('reads attributes and tags of a new queue', async () => {
    const answer = await form({
      Action: 'CreateQueue',
      QueueName: 'orders',
      'Attribute.1.Name': 'VisibilityTimeout',
      'Attribute.1.Value': '7',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'a',
    });
    expect(answer.body).toContain(`<CreateQueueResult><QueueUrl>${URL_OF_ORDERS}</QueueUrl></CreateQueueResult>`);
    expect((await form({ Action: 'ListQueueTags', QueueUrl: URL_OF_ORDERS })).body).toContain(
      '<Tag><Key>team</Key><Value>a</Value></Tag>',
    );
    const attributes = await form({
      Action: 'GetQueueAttributes',
      QueueUrl: URL_OF_ORDERS,
      'AttributeName.1': 'VisibilityTimeout',
    });
    expect(attributes.body).toContain('<Attribute><Name>VisibilityTimeout</Name><Value>7</Value></Attribute>');
  });

  test('sends to the queue whose path the request uses, and receives the message', async () => {
    await form({ Action: 'CreateQueue', QueueName: 'orders' });
    const sent = await form(
      {
        Action: 'SendMessage',
        MessageBody: 'a < b & "c"',
        'MessageAttribute.1.Name': 'colour',
        'MessageAttribute.1.Value.DataType': 'String',
        'MessageAttribute.1.Value.StringValue': 'red',
        'MessageSystemAttribute.1.Name': 'AWSTraceHeader',
        'MessageSystemAttribute.1.Value.DataType': 'String',
        'MessageSystemAttribute.1.Value.StringValue': 'Root=1',
      },
      '/000000000000/orders',
    );
    expect(sent.status).toBe(200);
    const received = await form({
      Action: 'ReceiveMessage',
      QueueUrl: URL_OF_ORDERS,
      MaxNumberOfMessages: '10',
      'MessageAttributeName.1': 'All',
      'MessageSystemAttributeName.1': 'AWSTraceHeader',
    });
    expect(received.body).toContain('<Attribute><Name>AWSTraceHeader</Name><Value>Root=1</Value></Attribute>');
    expect(received.body).toContain('<Body>a &lt; b &amp; &quot;c&quot;</Body>');
    expect(received.body).toContain(
      '<MessageAttribute><Name>colour</Name><Value><DataType>String</DataType><StringValue>red</StringValue></Value></MessageAttribute>',
    );
  });

  test('returns a result for each entry of a batch', async () => {
    await form({ Action: 'CreateQueue', QueueName: 'orders' });
    const answer = await form({
      Action: 'SendMessageBatch',
      QueueUrl: URL_OF_ORDERS,
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': 'x',
      'SendMessageBatchRequestEntry.2.Id': 'two',
      'SendMessageBatchRequestEntry.2.MessageBody': '\u0001',
    });
    expect(answer.body).toContain('<SendMessageBatchResultEntry><Id>one</Id>');
    expect(answer.body).toContain(
      '<BatchResultErrorEntry><Id>two</Id><SenderFault>true</SenderFault><Code>InvalidMessageContents</Code>',
    );
  });

  test('returns errors in XML', async () => {
    const answer = await form({ Action: 'GetQueueUrl', QueueName: 'nobody' });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain(
      '<Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message><Detail/></Error>',
    );
  });
});
