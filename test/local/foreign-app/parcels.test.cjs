// Uses jest as `cdk init` configures it: CommonJS modules in jest's sandbox.
const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const { start } = require('one-machine');

let aws;
beforeAll(async () => {
  aws = await start({ assembly: 'cdk.out', parameters: { Depot: 'south' }, functionsEnv: { COLOUR: 'red' } });
});
afterAll(() => aws.stop());

test('A parcel that arrives is stored', async () => {
  const queue = new SQSClient(aws.clientConfig);
  const { QueueUrl } = aws.outputs;
  await queue.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"id":"p-1"}' }));
  await aws.settled();
  const tables = new DynamoDBClient(aws.clientConfig);
  const { Item } = await tables.send(new GetItemCommand({ TableName: 'parcels', Key: { id: { S: 'p-1' } } }));
  expect(Item).toMatchObject({ depot: { S: 'south' }, colour: { S: 'red' } });
});
