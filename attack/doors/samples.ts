import type { Samples } from './values.ts';
import { zipOf } from './zip.ts';

const ACCOUNT = '000000000000';
const arn = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:${ACCOUNT}:${rest}`;

/** Name of the resources that the attack makes for itself, so that those of the system stay as they are. */
export const NAME = 'attacked';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/${NAME}`;
const QUEUE = arn('sqs', NAME);
const MACHINE = arn('states', `stateMachine:${NAME}`);
const FUNCTION = arn('lambda', `function:${NAME}`);
const STREAM = arn('dynamodb', `table/${NAME}/stream/2026-01-01T00:00:00.000`);

const PATTERNS = [
  '{"source":["attacked"]}',
  '{"detail":{"a":[{"prefix":"b"},{"numeric":[">",1,"<=",9]},{"exists":false},{"wildcard":"*a*b*"}]}}',
  '{"$or":[{"source":[{"anything-but":{"suffix":"x"}}]},{"detail-type":[{"equals-ignore-case":"Y"}]},{"detail":{"ip":[{"cidr":"10.0.0.0/8"}]}}]}',
] as const;

const DEFINITIONS = [
  JSON.stringify({
    StartAt: 'Pass',
    QueryLanguage: 'JSONata',
    States: { Pass: { Type: 'Pass', Output: '{% $states.input %}', End: true } },
  }),
  JSON.stringify({
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [{ Variable: '$.a', NumericGreaterThan: 1, Next: 'Each' }],
        Default: 'Each',
      },
      Each: {
        Type: 'Map',
        ItemsPath: '$.items',
        ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', Parameters: { 'a.$': '$' }, End: true } } },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Stop' }],
        End: true,
      },
      Stop: { Type: 'Fail', Error: 'Attacked', CausePath: "States.Format('{}', $)" },
    },
  }),
];

const USERS = ['lambda', 'states', 'events', 'scheduler', 'pipes'].map((service) => `${service}.amazonaws.com`);
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: USERS }, Action: 'sts:AssumeRole' }],
});
/** The role may use the resources of the attack, so that calls get as far as they can. */
const ALLOWS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: `*${NAME}*` }],
});
const QUEUE_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE }],
});

const ITEM = {
  id: { S: 'a' },
  count: { N: '1' },
  tags: { SS: ['x', 'y'] },
  more: { M: { a: { L: [{ BOOL: true }] } } },
};
const KEY = { id: { S: 'a' } };

const INPUTS = ['{}', '{"a":2,"items":[1,2,3]}', '[]', '"text"'];
const CODE = zipOf('index.mjs', 'export const handler = async (event) => event;');

/** Inputs that the services accept, for resources named `attacked`. */
export const SAMPLES: Samples = {
  // Common.
  RoleArn: [ROLE],
  roleArn: [ROLE],
  Role: [ROLE],
  'Tags[]': [{ Key: 'a', Value: 'b' }],
  'tags[]': [{ key: 'a', value: 'b' }],
  'TagKeys[]': ['a'],
  'tagKeys[]': ['a'],
  NextToken: ['MQ==', ''],
  Limit: [1, 10],
  MaxResults: [1, 10],
  maxResults: [1, 10],
  Name: [NAME],
  name: [NAME],
  Description: ['attacked'],
  // SQS. No call waits.
  QueueUrl: [
    `http://sqs.us-east-1.localhost/${ACCOUNT}/${NAME}`,
    `http://sqs.us-east-1.localhost/${ACCOUNT}/${NAME}.fifo`,
  ],
  QueueName: [NAME, `${NAME}.fifo`],
  QueueOwnerAWSAccountId: [ACCOUNT],
  WaitTimeSeconds: [0],
  MaxNumberOfMessages: [1, 10],
  VisibilityTimeout: [0, 30],
  MessageBody: ['attacked', '{"a":1}'],
  MessageGroupId: ['g'],
  MessageDeduplicationId: ['d'],
  DelaySeconds: [0],
  'sqs.Attributes': [
    { VisibilityTimeout: '30' },
    { FifoQueue: 'true' },
    { Policy: QUEUE_POLICY },
    { DelaySeconds: '0' },
  ],
  'sqs.AttributeNames[]': ['All', 'QueueArn'],
  'sqs.SourceArn': [QUEUE],
  'sqs.AWSAccountIds[]': [ACCOUNT],
  'sqs.Actions[]': ['SendMessage'],
  'sqs.Tags': [{ a: 'b' }],
  DataType: ['String', 'Number'],
  StringValue: ['1', 'attacked'],
  // SNS.
  TopicArn: [arn('sns', NAME)],
  TargetArn: [arn('sns', NAME)],
  SubscriptionArn: [`${arn('sns', NAME)}:00000000-0000-0000-0000-000000000000`],
  'sns.ResourceArn': [arn('sns', NAME)],
  'sns.Protocol': ['sqs', 'email'],
  'sns.Endpoint': [QUEUE, 'attacked@mail.example'],
  'sns.Attributes': [{ FilterPolicy: '{"a":["b"]}' }, { RawMessageDelivery: 'true' }, { DisplayName: NAME }],
  'sns.AttributeName': ['FilterPolicy', 'DisplayName', 'Policy', 'RawMessageDelivery'],
  'sns.AttributeValue': ['{"a":[{"prefix":"b"}]}', 'true', QUEUE_POLICY],
  Message: ['attacked', '{"default":"a"}'],
  MessageStructure: ['json'],
  Subject: ['attacked'],
  PhoneNumber: ['+15550100'],
  // EventBridge.
  EventBusName: [NAME],
  EventPattern: [...PATTERNS],
  Event: [
    '{"id":"1","source":"attacked","account":"1","time":"2026-01-01T00:00:00Z","region":"r","resources":[],"detail-type":"t","detail":{}}',
  ],
  ScheduleExpression: ['rate(5 minutes)', 'cron(0 12 * * ? *)'],
  ScheduleExpressionTimezone: ['Europe/Vienna'],
  'events.State': ['ENABLED', 'DISABLED'],
  Rule: [NAME],
  'events.Arn': [QUEUE],
  'events.Id': ['1'],
  'events.Input': INPUTS,
  Source: [NAME],
  DetailType: ['Attacked'],
  Detail: ['{}', '{"a":1}'],
  ArchiveName: [NAME],
  EventSourceArn: [arn('events', `event-bus/${NAME}`)],
  ReplayName: [NAME],
  'events.Destination': [{ Arn: arn('events', `event-bus/${NAME}`) }],
  'events.Action': ['events:PutEvents'],
  'events.Principal': [ACCOUNT],
  StatementId: [NAME],
  ResourceARN: [arn('events', `rule/${NAME}/${NAME}`)],
  // Step Functions. No call waits.
  stateMachineArn: [MACHINE, `${MACHINE}:attacked`],
  executionArn: [arn('states', `execution:${NAME}:${NAME}`)],
  activityArn: [arn('states', `activity:${NAME}`)],
  stateMachineAliasArn: [`${MACHINE}:attacked`],
  stateMachineVersionArn: [`${MACHINE}:1`],
  mapRunArn: [arn('states', `mapRun:${NAME}/Each:00000000-0000-0000-0000-000000000000`)],
  'states.resourceArn': [MACHINE],
  definition: DEFINITIONS,
  input: INPUTS,
  output: INPUTS,
  'states.type': ['STANDARD', 'EXPRESS'],
  workerName: [NAME],
  statusFilter: ['RUNNING', 'FAILED'],
  inspectionLevel: ['INFO', 'DEBUG', 'TRACE'],
  weight: [100],
  // Lambda.
  FunctionName: [NAME, FUNCTION],
  'lambda.Runtime': ['nodejs24.x'],
  Handler: ['index.handler'],
  'lambda.Code': [{ ZipFile: CODE }],
  ZipFile: [CODE],
  Qualifier: ['$LATEST', NAME],
  FunctionVersion: ['$LATEST', '1'],
  InvocationType: ['RequestResponse', 'DryRun', 'Event'],
  Payload: INPUTS.map((text) => Buffer.from(text)),
  LogType: ['Tail', 'None'],
  Timeout: [3],
  MemorySize: [128],
  PackageType: ['Zip'],
  'Architectures[]': ['x86_64'],
  'lambda.Action': ['lambda:InvokeFunction'],
  'lambda.Principal': ['events.amazonaws.com'],
  'lambda.EventSourceArn': [QUEUE],
  'lambda.Resource': [FUNCTION],
  'lambda.Tags': [{ a: 'b' }],
  UUID: ['00000000-0000-0000-0000-000000000000'],
  BatchSize: [1, 10],
  'lambda.AuthType': ['NONE', 'AWS_IAM'],
  InvokeMode: ['BUFFERED'],
  LayerName: [NAME],
  VersionNumber: [1],
  'lambda.Content': [{ ZipFile: CODE }],
  'lambda.Arn': [arn('lambda', `layer:${NAME}:1`)],
  Layers: [[arn('lambda', `layer:${NAME}:1`)]],
  ReservedConcurrentExecutions: [1, 10],
  MaximumRetryAttempts: [0, 2],
  RecursiveLoop: ['Allow', 'Terminate'],
  // DynamoDB.
  TableName: [NAME],
  'dynamodb.ResourceArn': [arn('dynamodb', `table/${NAME}`)],
  'dynamodb.Item': [ITEM],
  'dynamodb.Key': [KEY],
  ExclusiveStartKey: [KEY],
  AttributeDefinitions: [[{ AttributeName: 'id', AttributeType: 'S' }]],
  KeySchema: [[{ AttributeName: 'id', KeyType: 'HASH' }]],
  BillingMode: ['PAY_PER_REQUEST'],
  ProvisionedThroughput: [{ ReadCapacityUnits: 1, WriteCapacityUnits: 1 }],
  KeyConditionExpression: ['id = :a', '#i = :a'],
  FilterExpression: ['contains(tags, :a) OR NOT (#c > :n)', 'size(#c) < :n AND attribute_exists(id)'],
  ConditionExpression: ['attribute_not_exists(id)', '#c BETWEEN :n AND :n OR begins_with(id, :a)'],
  UpdateExpression: ['SET #c = if_not_exists(#c, :n) + :n', 'REMOVE more.a[0] ADD #c :n'],
  ProjectionExpression: ['id, more.a[0]', '#c'],
  ExpressionAttributeNames: [{ '#c': 'count', '#i': 'id' }, { '#c': 'count' }],
  ExpressionAttributeValues: [{ ':a': { S: 'a' }, ':n': { N: '1' } }, { ':n': { N: '1' } }],
  RequestItems: [
    { [NAME]: { Keys: [KEY] } },
    { [NAME]: [{ PutRequest: { Item: ITEM } }] },
    { [NAME]: [{ DeleteRequest: { Key: KEY } }] },
  ],
  StreamSpecification: [{ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }],
  StreamArn: [STREAM],
  ReturnValues: ['NONE', 'ALL_OLD'],
  TimeToLiveSpecification: [{ Enabled: true, AttributeName: 'ttl' }],
  PointInTimeRecoverySpecification: [{ PointInTimeRecoveryEnabled: true }],
  // IAM and STS.
  RoleName: [NAME],
  PolicyName: [NAME],
  PolicyArn: [`arn:aws:iam::${ACCOUNT}:policy/${NAME}`],
  PolicyDocument: [ALLOWS],
  AssumeRolePolicyDocument: [POLICY],
  VersionId: ['v1'],
  Path: ['/'],
  PathPrefix: ['/'],
  RoleSessionName: [NAME],
  // Logs.
  logGroupName: [`/${NAME}`],
  logStreamName: [NAME],
  logGroupNamePrefix: [`/${NAME}`],
  'logs.resourceArn': [arn('logs', `log-group:/${NAME}`)],
  filterPattern: ['error', '{ $.a = 1 }', '"quoted text" -not'],
  retentionInDays: [1, 30],
  logEvents: [[{ timestamp: 1_893_456_000_000, message: 'attacked' }]],
  // Cognito.
  PoolName: [NAME],
  GroupName: [NAME],
  Username: [NAME],
  ClientName: [NAME],
  Identifier: [NAME],
  Filter: ['sub = "a"', 'email ^= "a"'],
  // SES.
  FromEmailAddress: ['attacked@mail.example'],
  'ses.Destination': [{ ToAddresses: ['attacked@mail.example'] }],
  'ses.Content': [{ Simple: { Subject: { Data: 'a' }, Body: { Text: { Data: 'b' } } } }],
  // Parameter Store.
  'ssm.Name': [NAME, `/${NAME}/a`, `${NAME}:1`],
  'ssm.Names[]': [NAME, `/${NAME}/a`],
  'ssm.Path': ['/', `/${NAME}`],
  'ssm.Value': [NAME, '1,2'],
  'ssm.Type': ['String', 'StringList', 'SecureString'],
  'ssm.Key': ['Name', 'Type', 'Path', 'tag:a'],
  'ssm.Values[]': [NAME, 'String', `/${NAME}`],
  'ssm.ResourceType': ['Parameter'],
  'ssm.ResourceId': [NAME],
  AllowedPattern: ['.*', '(a+)+$'],
  // Scheduler.
  'scheduler.GroupName': ['default', NAME],
  'scheduler.ScheduleGroup': [NAME],
  'scheduler.NamePrefix': [NAME],
  FlexibleTimeWindow: [{ Mode: 'OFF' }, { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 }],
  'scheduler.Target': [{ Arn: QUEUE, RoleArn: ROLE, Input: '{}' }],
  'scheduler.ResourceArn': [arn('scheduler', `schedule-group/${NAME}`)],
};
