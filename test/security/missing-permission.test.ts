import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeStateMachineCommand, GetExecutionHistoryCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPermissions } from '../../scripts/iam/permissions.ts';
import {
  advance,
  ended,
  eventually,
  MACHINE_ARN,
  recordIn,
  type System,
  startSystem,
  submit,
} from '../support/system.ts';

const APPLICATION = { id: 'missing', name: 'Spock', address: '123 Enterprise Street' };
const CHECK_NAME = 'arn:aws:lambda:us-east-1:000000000000:function:check-name';

let system: System;
let iam: IAMClient;
beforeAll(async () => {
  system = await startSystem();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  iam = new IAMClient({ endpoint: system.endpoint, region: 'us-east-1', credentials });
});
afterAll(async () => {
  await system.stop();
});

interface Policy {
  readonly Version: string;
  readonly Statement: { readonly Action: string | string[]; readonly Resource: string | string[] }[];
}

/** The only inline policy of the state machine's role. */
const policyOfStateMachine = async () => {
  const { roleArn } = await system.sfn.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE_ARN }));
  const RoleName = String(roleArn).replace(/^.*\//, '');
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  expect(PolicyNames).toHaveLength(1);
  const PolicyName = String(PolicyNames[0]);
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  return { RoleName, PolicyName, document: JSON.parse(decodeURIComponent(String(PolicyDocument))) as Policy };
};

/** Waits for the failed execution of an application. Advances the clock past the retries of the failing state. */
const failedRun = (id: string) =>
  eventually(`the failed run of ${id}`, async () => {
    await advance(system, 10);
    const command = new ListExecutionsCommand({ stateMachineArn: MACHINE_ARN, statusFilter: 'FAILED' });
    const { executions = [] } = await system.sfn.send(command);
    const failed = await Promise.all(executions.map(({ executionArn }) => ended(system, String(executionArn))));
    return failed.find(({ input }) => input?.includes(`"${id}"`));
  });

const isInvoke = ({ Action }: { readonly Action: string | string[] }) =>
  [Action].flat().includes('lambda:InvokeFunction');

test('A missing permission fails the execution at the state that needs it, with AWS’s cause; after it is granted the next event starts a new execution', async () => {
  const { RoleName, PolicyName, document } = await policyOfStateMachine();
  const narrowed = document.Statement.map((statement) =>
    isInvoke(statement)
      ? { ...statement, Resource: [statement.Resource].flat().filter((arn) => !arn.startsWith(CHECK_NAME)) }
      : statement,
  );
  expect(narrowed).not.toEqual(document.Statement);
  const PolicyDocument = JSON.stringify({ ...document, Statement: narrowed });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));

  await submit(system, APPLICATION);
  const { executionArn, error, cause } = await failedRun(APPLICATION.id);
  expect(error).toBe('Lambda.AWSLambdaException');
  expect(cause).toContain(
    `is not authorized to perform: lambda:InvokeFunction on resource: ${CHECK_NAME}:1 because no identity-based policy allows the lambda:InvokeFunction action`,
  );
  expect(cause).toContain(`assumed-role/${RoleName}/`);
  const { events = [] } = await system.sfn.send(
    new GetExecutionHistoryCommand({ executionArn: String(executionArn), maxResults: 1000 }),
  );
  const exited = events.flatMap(({ stateExitedEventDetails }) => stateExitedEventDetails?.name ?? []);
  const entered = events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
  expect(exited).toContain('Register Application');
  expect(entered).toContain('Check Name');
  expect(exited).not.toContain('Check Name');
  const { denied } = await readPermissions(system.endpoint);
  expect(denied).toMatchObject([
    {
      principal: `arn:aws:iam::000000000000:role/${RoleName}`,
      action: 'lambda:InvokeFunction',
      resource: `${CHECK_NAME}:1`,
      missing: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: `${CHECK_NAME}:1` },
    },
  ]);

  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
  await submit(system, APPLICATION);
  const record = await recordIn(system, APPLICATION.id, 'APPROVED');
  expect(record.executionArn).not.toBe(executionArn);
  expect((await ended(system, String(record.executionArn))).status).toBe('SUCCEEDED');
});

test('Without any permission to invoke functions the execution fails at its first state', async () => {
  const { RoleName, PolicyName, document } = await policyOfStateMachine();
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await submit(system, { ...APPLICATION, id: 'missing-all' });
  const failed = await failedRun('missing-all');
  expect(failed.cause).toContain('function:register-application:1 because no identity-based policy allows');
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(document) }));
  await submit(system, { ...APPLICATION, id: 'missing-all' });
  await recordIn(system, 'missing-all', 'APPROVED');
});
