import { BatchExecuteStatementCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../../local/src/services/dynamodb/dynamodb.ts';
import { createAuthorizer } from '../../../../../local/src/services/iam/authorize/authorizer.ts';
import { createIam } from '../../../../../local/src/services/iam/iam.ts';
import { requirementsOf } from '../../../../../local/src/services/manifests.ts';
import { createSts } from '../../../../../local/src/services/sts/sts.ts';
import { type BehindGateway, startBehindGateway } from '../../sqs/behind-gateway.ts';

const ROLE = 'arn:aws:iam::000000000000:role/reader';
const tableArn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`;

let runtime: BehindGateway;
let reader: DynamoDBClient;
beforeEach(async () => {
  runtime = await startBehindGateway((made) => {
    const iam = createIam(made);
    const { authorize } = createAuthorizer(made, {
      mode: 'enforce',
      requirementsOf,
      rolePolicies: iam.rolePolicies,
      resourcePolicies: {},
      stateMachineOfTask: () => undefined,
      isDeployed: () => true,
    });
    made.services.enforce(authorize);
    return [iam, createSts(made), createDynamoDb(made)];
  });
  const { kernel } = runtime;
  await kernel.as('iam', 'CreateRole', {
    RoleName: 'reader',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' },
    }),
  });
  await kernel.as('iam', 'PutRolePolicy', {
    RoleName: 'reader',
    PolicyName: 'inline',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert'], Resource: tableArn('books') },
        { Effect: 'Deny', Action: 'dynamodb:PartiQL*', Resource: tableArn('secrets') },
      ],
    }),
  });
  const admin = new DynamoDBClient(runtime.client);
  for (const TableName of ['books', 'secrets'])
    await admin.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  const sts = new STSClient(runtime.client);
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'one' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '', SessionToken } = Credentials ?? {};
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(SessionToken !== undefined && { sessionToken: SessionToken }),
  };
  reader = new DynamoDBClient({ ...runtime.client, credentials });
});
afterEach(() => runtime.stop());

const batch = (...statements: string[]) =>
  reader.send(new BatchExecuteStatementCommand({ Statements: statements.map((Statement) => ({ Statement })) }));

const denied = (action: string, table: string, because: string) => ({
  Error: {
    Code: 'AccessDenied',
    Message: `User: arn:aws:sts::000000000000:assumed-role/reader/one is not authorized to perform: dynamodb:${action} on resource: ${tableArn(table)} ${because}`,
  },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html */
test('a batch performs the statements that the caller may run, and says AccessDenied for the others', async () => {
  const answer = await batch(
    "INSERT INTO books VALUE {'id': 'a'}",
    "DELETE FROM books WHERE id = 'a'",
    "INSERT INTO secrets VALUE {'id': 'a'}",
    'Say hello',
  );
  expect(answer.Responses).toEqual([
    { TableName: 'books' },
    denied('PartiQLDelete', 'books', 'because no identity-based policy allows the dynamodb:PartiQLDelete action'),
    denied('PartiQLInsert', 'secrets', 'with an explicit deny in an identity-based policy'),
    { Error: expect.objectContaining({ Code: 'ValidationError' }) },
  ]);
  expect((await batch("SELECT * FROM books WHERE id = 'a'")).Responses).toEqual([
    { TableName: 'books', Item: { id: { S: 'a' } } },
  ]);
});

test('a batch whose caller may run no statement answers for each one', async () => {
  const { Responses } = await batch("SELECT * FROM secrets WHERE id = 'a'", "SELECT * FROM nowhere WHERE id = 'a'");
  expect(Responses?.map(({ Error: error }) => error?.Code)).toEqual(['AccessDenied', 'AccessDenied']);
});
