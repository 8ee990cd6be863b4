import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { zipOf } from '../../local/src/services/lambda/code/inline-zip.ts';
import { clientsFor, configFor } from '../../test/support/clients.ts';
import type { Workload } from '../workload.ts';

const TABLE = 'bench-applications';
const BUS = 'bench-applications';
const SOURCE = 'bench';
const CHECKS = ['bench-check-name', 'bench-check-address'];
const ACTIVE_WITHIN_SECONDS = 60;

/** Code of both checks; without packages, so that every endpoint can run it. */
const CHECK = 'exports.handler = async ({ value }) => ({ isClean: typeof value === "string" && value !== "" });';

const update = (state: string) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::dynamodb:updateItem',
  Parameters: {
    TableName: TABLE,
    Key: { id: { 'S.$': '$.detail.id' } },
    UpdateExpression: 'SET #state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': { S: state } },
  },
  End: true,
});

const check = (name: string, path: string) => ({
  StartAt: name,
  States: {
    [name]: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: name, Payload: { 'value.$': path } },
      OutputPath: '$.Payload',
      End: true,
    },
  },
});

/** Put, two checks at once, choice, update. In JSONPath, which every endpoint with Step Functions knows. */
const DEFINITION = {
  StartAt: 'Register',
  States: {
    Register: {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Parameters: { TableName: TABLE, Item: { id: { 'S.$': '$.detail.id' }, state: { S: 'SUBMITTED' } } },
      ResultPath: null,
      Next: 'Check',
    },
    Check: {
      Type: 'Parallel',
      Branches: [check('bench-check-name', '$.detail.name'), check('bench-check-address', '$.detail.address')],
      ResultPath: '$.checks',
      Next: 'Decide',
    },
    Decide: {
      Type: 'Choice',
      Choices: [
        {
          And: [0, 1].map((index) => ({ Variable: `$.checks[${index}].isClean`, BooleanEquals: true })),
          Next: 'Approve',
        },
      ],
      Default: 'Flag',
    },
    Approve: update('APPROVED'),
    Flag: update('FLAGGED'),
  },
};

const createRole = async (iam: IAMClient): Promise<string> => {
  const RoleName = 'bench-applications';
  const services = ['events.amazonaws.com', 'lambda.amazonaws.com', 'states.amazonaws.com'];
  const trust = { Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  const Action = ['dynamodb:*', 'lambda:InvokeFunction', 'logs:*', 'states:StartExecution'];
  const PolicyDocument = policy({ Effect: 'Allow', Action, Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'work', PolicyDocument }));
  return Role?.Arn ?? '';
};

const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });

/**
 * Creates a small application process on an endpoint that does not have it yet: a rule starts a state machine, which
 * puts a record, calls two functions, and updates the record.
 */
export const deploySmall = async (endpoint: string): Promise<void> => {
  const config = configFor(endpoint);
  const Role = await createRole(new IAMClient(config));
  const dynamodb = new DynamoDBClient(config);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: ACTIVE_WITHIN_SECONDS }, { TableName: TABLE });
  const lambda = new LambdaClient(config);
  const ZipFile = Buffer.from(zipOf({ 'index.js': CHECK }), 'base64');
  for (const FunctionName of CHECKS) {
    const facts = { FunctionName, Role, Runtime: 'nodejs22.x', Handler: 'index.handler' } as const;
    await lambda.send(new CreateFunctionCommand({ ...facts, Code: { ZipFile } }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: ACTIVE_WITHIN_SECONDS }, { FunctionName });
  }
  const definition = JSON.stringify(DEFINITION);
  const { stateMachineArn } = await new SFNClient(config).send(
    new CreateStateMachineCommand({ name: 'bench-application', definition, roleArn: Role }),
  );
  const events = new EventBridgeClient(config);
  await events.send(new CreateEventBusCommand({ Name: BUS }));
  const rule = { Name: 'bench-application', EventBusName: BUS };
  await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [SOURCE] }) }));
  const Targets = [{ Id: 'start', Arn: stateMachineArn, RoleArn: Role }];
  await events.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: BUS, Targets }));
};

/** Workload of the small application process. */
export const smallApplications = (endpoint: string): Workload => {
  const { events, tables } = clientsFor(endpoint);
  return {
    submit: async (names) => {
      const Entries = names.map((id) => ({
        EventBusName: BUS,
        Source: SOURCE,
        DetailType: 'Submitted',
        Detail: JSON.stringify({ id, name: 'Spock', address: '1 Street' }),
      }));
      await events.send(new PutEventsCommand({ Entries }));
      return names;
    },
    stateOf: async (id) =>
      (await tables.send(new GetCommand({ TableName: TABLE, Key: { id }, ConsistentRead: true }))).Item?.state,
  };
};
