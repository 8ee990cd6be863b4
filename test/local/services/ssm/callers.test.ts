import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { getAtt, one, role, startTemplate } from '../../template/start-template.ts';
import { clientOf } from './client.ts';

/** Calls the action that the event names, and returns its answer or its error. */
const CODE = `import { SSM } from '@aws-sdk/client-ssm';
const ssm = new SSM({});
export const handler = async ({ action, input }) => {
  try {
    const { $metadata, ...answer } = await ssm[action](input);
    return answer;
  } catch ({ name, message }) {
    return { name, message };
  }
};`;

const ARN = 'arn:aws:ssm:us-east-1:000000000000:parameter';
const allow = (actions: string, ...resources: string[]) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resources.map((name) => `${ARN}${name}`),
});

const template = {
  Resources: {
    Role: role('lambda.amazonaws.com', [
      allow('ssm:GetParameter*', '/shop/*', '/shop'),
      allow('ssm:PutParameter', '/shop/own'),
    ]),
    Function: one('AWS::Lambda::Function', {
      FunctionName: 'reader',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: getAtt('Role'),
      Code: { S3Bucket: 'assets', S3Key: 'code.zip' },
    }),
    MachineRole: role('states.amazonaws.com', [allow('ssm:*', '/shop/*')]),
    Machine: one('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'machine',
      StateMachineType: 'EXPRESS',
      RoleArn: getAtt('MachineRole'),
      DefinitionString: JSON.stringify({
        StartAt: 'Put',
        States: {
          Put: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:ssm:putParameter',
            Parameters: { Name: '/shop/last', Type: 'String', 'Value.$': '$.value', Overwrite: true },
            ResultPath: '$.put',
            Next: 'Get',
          },
          Get: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:ssm:getParameter',
            Parameters: { 'Name.$': '$.name' },
            Catch: [{ ErrorEquals: ['Ssm.ParameterNotFoundException'], Next: 'None' }],
            End: true,
          },
          None: { Type: 'Pass', Result: 'none', End: true },
        },
      }),
    }),
  },
};

let runtime: Runtime;
let lambda: LambdaClient;
let states: SFNClient;
beforeAll(async () => {
  runtime = await startTemplate(template, CODE);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: runtime.endpoint, region: 'us-east-1', credentials };
  lambda = new LambdaClient(config);
  states = new SFNClient({ ...config, disableHostPrefix: true });
  await clientOf(runtime).put('/shop/colour', 'red');
  await clientOf(runtime).put('/other', 'x');
});
afterAll(() => runtime.stop());

const call = async (action: string, input: object): Promise<unknown> => {
  const Payload = JSON.stringify({ action, input });
  const answer = await lambda.send(new InvokeCommand({ FunctionName: 'reader', Payload }));
  return JSON.parse(answer.Payload?.transformToString() ?? '');
};

const denied = (action: string, resource: string) => ({
  name: 'AccessDeniedException',
  message: expect.stringContaining(`is not authorized to perform: ssm:${action} on resource: ${resource} because`),
});

describe('a function', () => {
  test.each<[string, object, object]>([
    ['getParameter', { Name: '/shop/colour' }, { Parameter: { Value: 'red' } }],
    ['getParameter', { Name: '/shop/colour:1' }, { Parameter: { Value: 'red' } }],
    ['getParameter', { Name: `${ARN}/shop/colour` }, { Parameter: { Value: 'red' } }],
    ['getParameters', { Names: ['/shop/colour', '/shop/none'] }, { InvalidParameters: ['/shop/none'] }],
    ['getParametersByPath', { Path: '/shop' }, { Parameters: [{ Name: '/shop/colour' }] }],
    ['putParameter', { Name: '/shop/own', Value: 'x', Type: 'String', Overwrite: true }, { Version: 1 }],
  ])('calls %s with %j, which its role allows', async (action, input, expected) => {
    expect(await call(action, input)).toMatchObject(expected);
  });

  test.each<[string, string, object, string]>([
    ['getParameter', 'GetParameter', { Name: '/other' }, `${ARN}/other`],
    ['getParameters', 'GetParameters', { Names: ['/shop/colour', '/other'] }, `${ARN}/other`],
    ['getParametersByPath', 'GetParametersByPath', { Path: '/' }, `${ARN}/`],
    ['putParameter', 'PutParameter', { Name: '/shop/colour', Value: 'x', Type: 'String' }, `${ARN}/shop/colour`],
    [
      'putParameter',
      'AddTagsToResource',
      { Name: '/shop/own', Value: 'x', Type: 'String', Tags: [{ Key: 'a', Value: 'b' }] },
      `${ARN}/shop/own`,
    ],
    ['deleteParameter', 'DeleteParameter', { Name: '/shop/own' }, `${ARN}/shop/own`],
    ['describeParameters', 'DescribeParameters', {}, 'arn:aws:ssm:us-east-1:000000000000:*'],
    [
      'listTagsForResource',
      'ListTagsForResource',
      { ResourceType: 'Parameter', ResourceId: '/shop/own' },
      `${ARN}/shop/own`,
    ],
  ])('is denied %s (%s) with %j, which its role does not allow', async (action, permission, input, resource) => {
    expect(await call(action, input)).toMatchObject(denied(permission, resource));
  });
});

describe('a state machine', () => {
  const run = async (input: object) => {
    const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:machine';
    const { status, output } = await states.send(
      new StartSyncExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
    );
    return { status, output: JSON.parse(output ?? 'null') };
  };

  test('puts and reads parameters, with the names of the SDK for Java', async () => {
    expect(await run({ value: 'one', name: '/shop/last' })).toEqual({
      status: 'SUCCEEDED',
      output: {
        Parameter: {
          Arn: `${ARN}/shop/last`,
          DataType: 'text',
          LastModifiedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          Name: '/shop/last',
          Type: 'String',
          Value: 'one',
          Version: 1,
        },
      },
    });
  });

  test('catches the error of a parameter that does not exist', async () => {
    expect(await run({ value: 'two', name: '/shop/none' })).toEqual({ status: 'SUCCEEDED', output: 'none' });
  });
});
