import {
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  FunctionUrlAuthType,
  GetFunctionUrlConfigCommand,
  InvokeMode,
  LambdaClient,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { ALIASED_FUNCTION, startTemplate } from '../../template/start-template.ts';
import { refusal } from './harness.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:echo';
const FunctionName = 'echo';
const { AWS_IAM, NONE } = FunctionUrlAuthType;
const TIME = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const NO_URL = { code: 'ResourceNotFoundException', message: 'The resource you requested does not exist.' };
const NO_FUNCTION = { code: 'ResourceNotFoundException', message: 'Function does not exist' };

let runtime: Runtime;
let lambda: LambdaClient;
beforeAll(async () => {
  const template = {
    Resources: {
      ...ALIASED_FUNCTION,
    },
  };
  runtime = await startTemplate(template, 'export const handler = async () => "hello";');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  lambda = new LambdaClient({ endpoint: runtime.endpoint, region: 'us-east-1', credentials });
});
afterAll(() => runtime.stop());

/** Calls an action with an input that the SDK may not know. */
const call = (action: string, input: object) =>
  runtime.kernel.services.callByName('lambda', action, { ...input }, runtime.kernel.identities.administrator());

describe('The configuration of a function URL', () => {
  afterEach(async () => {
    for (const Qualifier of [undefined, 'live'])
      await lambda
        .send(new DeleteFunctionUrlConfigCommand({ FunctionName, Qualifier }))
        .catch((error: Error) => expect(error.name).toBe('ResourceNotFoundException'));
  });

  test('is created, read, changed, listed and deleted', async () => {
    const Cors = { AllowOrigins: ['*'], AllowMethods: ['GET'], MaxAge: 10 };
    const FunctionUrl = `${runtime.endpoint}/_url/echo/`;
    const common = { FunctionUrl, FunctionArn: ARN, CreationTime: TIME };
    const created = await lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: NONE, Cors }));
    expect(created).toMatchObject({ ...common, AuthType: 'NONE', Cors, $metadata: { httpStatusCode: 201 } });
    expect(created.InvokeMode).toBeUndefined();
    const shown = { ...common, AuthType: 'NONE', Cors, LastModifiedTime: TIME, InvokeMode: 'BUFFERED' };
    expect(await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName: ARN }))).toMatchObject(shown);
    const { FunctionUrlConfigs } = await lambda.send(new ListFunctionUrlConfigsCommand({ FunctionName }));
    expect(FunctionUrlConfigs).toEqual([shown]);
    const change = { FunctionName, AuthType: AWS_IAM, InvokeMode: InvokeMode.BUFFERED };
    const changed = await lambda.send(new UpdateFunctionUrlConfigCommand(change));
    expect(changed).toMatchObject({ ...shown, AuthType: 'AWS_IAM' });
    const cleared = await lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName, Cors: {} }));
    expect(cleared).toMatchObject({ ...common, AuthType: 'AWS_IAM', LastModifiedTime: TIME });
    expect(cleared.Cors).toBeUndefined();
    const deleted = await lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    expect(await refusal(call('GetFunctionUrlConfig', { FunctionName }))).toEqual(NO_URL);
    expect(await call('ListFunctionUrlConfigs', { FunctionName })).toEqual({ FunctionUrlConfigs: [] });
  });

  test('of an alias is separate from that of the function', async () => {
    await call('CreateFunctionUrlConfig', { FunctionName, AuthType: NONE });
    const FunctionUrl = `${runtime.endpoint}/_url/echo:live/`;
    const created = await call('CreateFunctionUrlConfig', { FunctionName, Qualifier: 'live', AuthType: NONE });
    expect(created).toMatchObject({ FunctionUrl, FunctionArn: `${ARN}:live` });
    await call('DeleteFunctionUrlConfig', { FunctionName });
    expect(await refusal(call('GetFunctionUrlConfig', { FunctionName }))).toEqual(NO_URL);
    expect(await call('GetFunctionUrlConfig', { FunctionName: `${ARN}:live` })).toMatchObject({ FunctionUrl });
  });

  test('exists once', async () => {
    await call('CreateFunctionUrlConfig', { FunctionName, AuthType: NONE });
    expect(await refusal(call('CreateFunctionUrlConfig', { FunctionName, AuthType: NONE }))).toEqual({
      code: 'ResourceConflictException',
      message: `Failed to create function url config for [functionArn = ${ARN}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    });
  });
});

describe('A function URL is refused', () => {
  test.each([
    ['CreateFunctionUrlConfig', NO_FUNCTION],
    ['UpdateFunctionUrlConfig', NO_FUNCTION],
    ['ListFunctionUrlConfigs', NO_FUNCTION],
    ['GetFunctionUrlConfig', NO_URL],
    ['DeleteFunctionUrlConfig', NO_URL],
  ])('for an unknown function: %s', async (action, error) => {
    expect(await refusal(call(action, { FunctionName: 'unknown', AuthType: NONE }))).toEqual(error);
  });

  test.each([
    ['CreateFunctionUrlConfig', NO_FUNCTION],
    ['UpdateFunctionUrlConfig', NO_FUNCTION],
    ['GetFunctionUrlConfig', NO_URL],
    ['DeleteFunctionUrlConfig', NO_URL],
  ])('for an unknown alias: %s', async (action, error) => {
    expect(await refusal(call(action, { FunctionName, Qualifier: 'unknown', AuthType: NONE }))).toEqual(error);
  });

  test.each(['$LATEST', '1'])('for the version %s', async (Qualifier) => {
    const { code, message } = await refusal(
      call('CreateFunctionUrlConfig', { FunctionName, Qualifier, AuthType: NONE }),
    );
    expect([code, message]).toEqual([
      'ValidationException',
      `1 validation error detected: Value '${Qualifier}' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)`,
    ]);
  });

  test.each([
    ['AuthType', 'ANY', 'authType', 'Member must satisfy enum value set: [NONE, AWS_IAM]'],
    ['InvokeMode', 'UNKNOWN', 'invokeMode', 'Member must satisfy enum value set: [RESPONSE_STREAM, BUFFERED]'],
  ])('for an unknown %s', async (name, value, member, rule) => {
    const input = { FunctionName, AuthType: NONE, [name]: value };
    expect((await refusal(call('CreateFunctionUrlConfig', input))).message).toBe(
      `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
    );
  });

  // No AWS page shows the texts; they have the form of other lists.
  test.each([
    [{ AllowMethods: ['GET', 'PUT', 'POST', 'HEAD', 'DELETE', 'PATCH', '*'] }, 'length less than or equal to 6'],
    [{ AllowMethods: ['OPTIONS'] }, 'length less than or equal to 6'],
    [{ AllowOrigins: Array.from({ length: 101 }, () => 'a') }, 'length less than or equal to 100'],
    [{ AllowHeaders: ['x'.repeat(1025)] }, 'length less than or equal to 1024'],
    [{ MaxAge: 86_401 }, 'value less than or equal to 86400'],
  ])('for a CORS configuration beyond the limits: %#', async (Cors, limit) => {
    const { code, message } = await refusal(call('CreateFunctionUrlConfig', { FunctionName, AuthType: NONE, Cors }));
    expect(code).toBe('ValidationException');
    expect(message).toContain(limit);
  });

  test('with the invoke mode RESPONSE_STREAM, which the runtime does not have', async () => {
    const input = { FunctionName, AuthType: NONE, InvokeMode: 'RESPONSE_STREAM' };
    expect((await refusal(call('CreateFunctionUrlConfig', input))).code).toBe('UnsupportedOperation');
  });
});

test('A permission with FunctionUrlAuthType is refused for another action than InvokeFunctionUrl', async () => {
  const input = { FunctionName, StatementId: 'a', Principal: '*', Action: 'lambda:InvokeFunction' };
  expect(await refusal(call('AddPermission', { ...input, FunctionUrlAuthType: NONE }))).toEqual({
    code: 'InvalidParameterValueException',
    message: 'FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action',
  });
});
