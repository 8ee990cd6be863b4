import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { answerInProcess } from '../../../../local/src/gateway/answer-in-process.ts';
import { createEventBridge } from '../../../../local/src/services/eventbridge/event-bridge.ts';
import { createAuthorizer } from '../../../../local/src/services/iam/authorize/authorizer.ts';
import { createIam } from '../../../../local/src/services/iam/iam.ts';
import { createLambda } from '../../../../local/src/services/lambda/lambda.ts';
import { createLogs } from '../../../../local/src/services/logs/logs.ts';
import { requirementsOf } from '../../../../local/src/services/manifests.ts';
import { createSqs } from '../../../../local/src/services/sqs/sqs.ts';
import { createStepFunctions } from '../../../../local/src/services/stepfunctions/step-functions.ts';
import { createSts } from '../../../../local/src/services/sts/sts.ts';
import { removeDirectory, startKernel, type TestKernel, temporaryDirectory } from '../../kernel.ts';
import { NO_STREAMS } from '../lambda/harness.ts';

const ROLE = 'arn:aws:iam::000000000000:role/machine';
const STATE_MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:greet';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:hello';

let directory: string;
let kernel: TestKernel;

const start = async () => {
  kernel = await startKernel((made) => {
    const iam = createIam(made);
    const sqs = createSqs(made);
    const authorizer = createAuthorizer(made, {
      mode: 'enforce',
      requirementsOf,
      rolePolicies: iam.rolePolicies,
      resourcePolicies: {},
      stateMachineOfTask: () => undefined,
      isDeployed: () => true,
    });
    made.services.enforce(authorizer.authorize);
    return [
      iam,
      createSts(made),
      createLogs(made),
      sqs,
      createLambda(made, {
        queueSignals: sqs,
        streamSource: NO_STREAMS,
        answerCall: (call, signal) => answerInProcess(made, call, signal),
      }),
      createEventBridge(made),
      createStepFunctions(made),
    ];
  });
};

beforeEach(async () => {
  directory = temporaryDirectory();
  mkdirSync(join(directory, 'hello'));
  writeFileSync(join(directory, 'hello/index.mjs'), `export const handler = async () => 'hello';`);
  await start();
  const trust = {
    Effect: 'Allow',
    Principal: { Service: ['states.amazonaws.com', 'lambda.amazonaws.com'] },
    Action: 'sts:AssumeRole',
  };
  await kernel.as('iam', 'CreateRole', {
    RoleName: 'machine',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
  await kernel.as('lambda', 'CreateFunction', {
    FunctionName: 'hello',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: ROLE,
    Code: { LocalDirectory: join(directory, 'hello') },
  });
  await kernel.as('states', 'CreateStateMachine', {
    name: 'greet',
    roleArn: ROLE,
    definition: JSON.stringify({
      StartAt: 'Greet',
      States: {
        Greet: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: FUNCTION },
          OutputPath: '$.Payload',
          End: true,
        },
      },
    }),
  });
});

afterEach(async () => {
  await kernel.stop();
  removeDirectory(directory);
});

const run = async (name: string): Promise<unknown> => {
  const { executionArn } = (await kernel.as('states', 'StartExecution', { stateMachineArn: STATE_MACHINE, name })) as {
    executionArn: string;
  };
  await kernel.inflight.idle();
  await kernel.store.written();
  await kernel.inflight.idle();
  return kernel.as('states', 'DescribeExecution', { executionArn });
};

const allowInvoke = () =>
  kernel.as('iam', 'PutRolePolicy', {
    RoleName: 'machine',
    PolicyName: 'invoke',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: FUNCTION },
    }),
  });

describe('a state machine', () => {
  test("fails at the state whose permission its role lacks, with AWS's cause, and succeeds after the permission is added", async () => {
    expect(await run('first')).toMatchObject({
      status: 'FAILED',
      error: 'Lambda.AWSLambdaException',
      cause: expect.stringContaining(
        `User: arn:aws:sts::000000000000:assumed-role/machine/first is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION} because no identity-based policy allows the lambda:InvokeFunction action`,
      ),
    });
    await allowInvoke();
    expect(await run('second')).toMatchObject({ status: 'SUCCEEDED', output: '"hello"' });
    await kernel.as('iam', 'DeleteRolePolicy', { RoleName: 'machine', PolicyName: 'invoke' });
    expect(await run('third')).toMatchObject({ status: 'FAILED' });
  });
});

test('every supported action has an entry in the permission tables', async () => {
  const isRefused = (service: string, action: string): Promise<boolean> =>
    kernel.as(service, action).then(
      () => false,
      ({ code }) => code === 'UnsupportedOperation',
    );
  const carriedOut: string[] = [];
  for (const { name, actions } of kernel.services.all())
    for (const action of Object.keys(actions))
      if (requirementsOf(name, action) === undefined && !(await isRefused(name, action)))
        carriedOut.push(`${name}:${action}`);
  const FOR_THE_RUNTIME_ITSELF = ['events:PutAwsEvents'];
  expect(carriedOut).toEqual(FOR_THE_RUNTIME_ITSELF);
});
