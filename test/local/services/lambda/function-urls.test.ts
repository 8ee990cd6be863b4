import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { FUNCTION, getAtt, one, startTemplate } from '../../template/start-template.ts';

const CODE = 'export const handler = async () => "hello";';

describe('A template with a function URL', () => {
  let runtime: Runtime;
  beforeAll(async () => {
    const everybody = { FunctionName: getAtt('Function'), Principal: '*' };
    runtime = await startTemplate(
      {
        Resources: {
          ...FUNCTION,
          Url: one('AWS::Lambda::Url', { TargetFunctionArn: getAtt('Function'), AuthType: 'NONE' }),
          CallUrl: one('AWS::Lambda::Permission', {
            ...everybody,
            Action: 'lambda:InvokeFunctionUrl',
            FunctionUrlAuthType: 'NONE',
          }),
          CallByUrl: one('AWS::Lambda::Permission', {
            ...everybody,
            Action: 'lambda:InvokeFunction',
            InvokedViaFunctionUrl: true,
          }),
          Events: one('AWS::Lambda::Permission', {
            FunctionName: getAtt('Function'),
            Action: 'lambda:InvokeFunction',
            Principal: 'events.amazonaws.com',
          }),
        },
      },
      CODE,
    );
  });
  afterAll(() => runtime.stop());

  test('starts; its permissions for the URL allow no other call of the function', async () => {
    const { services, identities } = runtime.kernel;
    const input = { FunctionName: 'echo' };
    const { Policy } = (await services.callByName('lambda', 'GetPolicy', input, identities.administrator())) as {
      Policy: string;
    };
    const { Statement } = JSON.parse(Policy) as { Statement: { Principal: unknown }[] };
    expect(Statement.map(({ Principal }) => Principal)).toEqual([{ Service: 'events.amazonaws.com' }]);
  });
});
