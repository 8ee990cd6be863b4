import type { WireRequest } from '../wire/request.ts';
import { send } from '../wire/send.ts';
import { type Modelled, modelledActions } from './clients.ts';
import { NAME, SAMPLES } from './samples.ts';

const ARN = 'arn:aws:iam::000000000000:role/attacked';
const first = (name: string): unknown => SAMPLES[name]?.[0];

/** Calls that make the resources whose names the samples contain. Those that exist are left as they are. */
const CALLS: readonly (readonly [service: string, action: string, input: Readonly<Record<string, unknown>>])[] = [
  ['iam', 'CreateRole', { RoleName: NAME, AssumeRolePolicyDocument: first('AssumeRolePolicyDocument') }],
  ['iam', 'UpdateAssumeRolePolicy', { RoleName: NAME, PolicyDocument: first('AssumeRolePolicyDocument') }],
  ['iam', 'PutRolePolicy', { RoleName: NAME, PolicyName: NAME, PolicyDocument: first('PolicyDocument') }],
  ['iam', 'CreatePolicy', { PolicyName: NAME, PolicyDocument: first('PolicyDocument') }],
  ['sqs', 'CreateQueue', { QueueName: NAME }],
  ['sqs', 'CreateQueue', { QueueName: `${NAME}-target` }],
  ['sqs', 'CreateQueue', { QueueName: `${NAME}.fifo`, Attributes: { FifoQueue: 'true' } }],
  ['sns', 'CreateTopic', { Name: NAME }],
  ['events', 'CreateEventBus', { Name: NAME }],
  ['events', 'PutRule', { Name: NAME, EventBusName: NAME, EventPattern: first('EventPattern') }],
  ['states', 'CreateStateMachine', { name: NAME, definition: first('definition'), roleArn: ARN }],
  ['states', 'CreateActivity', { name: NAME }],
  [
    'lambda',
    'CreateFunction',
    { FunctionName: NAME, Role: ARN, Runtime: 'nodejs24.x', Handler: 'index.handler', Code: first('lambda.Code') },
  ],
  [
    'dynamodb',
    'CreateTable',
    {
      TableName: NAME,
      AttributeDefinitions: first('AttributeDefinitions'),
      KeySchema: first('KeySchema'),
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: first('StreamSpecification'),
    },
  ],
  ['logs', 'CreateLogGroup', { logGroupName: `/${NAME}` }],
  ['logs', 'CreateLogStream', { logGroupName: `/${NAME}`, logStreamName: NAME }],
  ['scheduler', 'CreateScheduleGroup', { Name: NAME }],
  ['ssm', 'PutParameter', { Name: NAME, Type: 'String', Value: NAME, Overwrite: true }],
];

const CALL_MS = 60_000;

/** Makes the requests once; the returned function sends them, which makes resources that were deleted again. */
export const fixtureFor = async (port: number): Promise<() => Promise<void>> => {
  const requests: WireRequest[] = [];
  for (const [service, action, input] of CALLS) {
    const modelled: Modelled | undefined = (await modelledActions(service, [action])).get(action);
    if (!modelled) throw new Error(`The SDK does not know ${service}:${action}.`);
    requests.push(await modelled.write(input));
  }
  return async () => {
    for (const request of requests) await send(port, request, CALL_MS);
  };
};
