import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Runtime } from '../../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../../directory-per-test.ts';
import { writeAssembly } from '../../template/assemblies.ts';
import { getAtt, one } from '../../template/start-template.ts';
import { type Client, clientOf, startQuietly } from './client.ts';

const directory = directoryPerTest();

/** Deploys a stack with these resources in the data directory of the test. */
const withStack = async (
  Resources: Record<string, unknown>,
  use: (ssm: Client, runtime: Runtime) => Promise<void>,
  Outputs: Record<string, unknown> = {},
): Promise<void> => {
  const assembly = writeAssembly(join(directory(), 'cdk.out'), { shop: { Resources, Outputs } });
  const runtime = await startQuietly({ assembly, dataDir: join(directory(), 'data') });
  try {
    await use(clientOf(runtime), runtime);
  } finally {
    await runtime.stop();
  }
};

const parameter = (properties: Record<string, unknown> = {}) => ({
  Parameter: one('AWS::SSM::Parameter', { Name: '/shop/colour', Type: 'String', Value: 'red', ...properties }),
});

describe('AWS::SSM::Parameter', () => {
  test('has the Ref and the attributes of CloudFormation', async () => {
    const outputs = {
      Name: { Value: { Ref: 'Parameter' } },
      Type: { Value: getAtt('Parameter', 'Type') },
      Value: { Value: getAtt('Parameter', 'Value') },
      Arn: { Value: getAtt('Parameter') },
    };
    const check = async (_: Client, { deployment }: Runtime) => {
      expect(Object.fromEntries((deployment?.outputs ?? []).map(({ name, value }) => [name, value]))).toEqual({
        Name: '/shop/colour',
        Type: 'String',
        Value: 'red',
        Arn: 'arn:aws:ssm:us-east-1:000000000000:parameter/shop/colour',
      });
    };
    await withStack(parameter(), check, outputs);
  });

  test('has a generated name that begins with CFN, also in a stack whose name is a reserved prefix', async () => {
    const Resources = { Parameter: one('AWS::SSM::Parameter', { Type: 'StringList', Value: 'a,b' }) };
    const assembly = writeAssembly(join(directory(), 'cdk.out'), { 'aws-shop': { Resources } });
    const runtime = await startQuietly({ assembly });
    const { Parameters } = await clientOf(runtime).describe();
    await runtime.stop();
    expect(Parameters).toMatchObject([
      { Name: expect.stringMatching(/^CFN-Parameter-[A-Z0-9]{12}$/), Type: 'StringList' },
    ]);
  });

  test('is created with all its properties, changed, and deleted with the stack', async () => {
    const before = { Description: 'a colour', AllowedPattern: '[a-z]+', Tier: 'Advanced', Tags: { a: '1', b: '2' } };
    await withStack(parameter(before), async (ssm) => {
      expect((await ssm.describe()).Parameters).toMatchObject([
        { Description: 'a colour', AllowedPattern: '[a-z]+', Tier: 'Advanced', Version: 1 },
      ]);
      expect(await ssm.tags('/shop/colour')).toEqual([
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ]);
    });
    const changed = { Value: 'BLUE', Tier: 'Advanced', Tags: { b: '3' } };
    await withStack(parameter(changed), async (ssm) => {
      expect(await ssm.get('/shop/colour')).toMatchObject({ Value: 'BLUE', Version: 2 });
      expect((await ssm.describe()).Parameters?.[0]).not.toHaveProperty('Description');
      expect(await ssm.tags('/shop/colour')).toEqual([{ Key: 'b', Value: '3' }]);
    });
    await withStack(parameter({ ...changed, Tags: {} }), async (ssm) => {
      expect(await ssm.get('/shop/colour')).toMatchObject({ Version: 2 });
      expect(await ssm.tags('/shop/colour')).toEqual([]);
    });
    await withStack({}, async (ssm) => {
      expect((await ssm.describe()).Parameters).toEqual([]);
    });
  });

  test('is replaced if its name changes', async () => {
    await withStack(parameter(), async () => {});
    await withStack(parameter({ Name: '/shop/shade' }), async (ssm, { deployment }) => {
      expect(deployment?.changes['AWS::SSM::Parameter']).toEqual({ replaced: 1 });
      expect((await ssm.describe()).Parameters).toMatchObject([{ Name: '/shop/shade', Version: 1 }]);
    });
  });

  test('is not taken over from someone who put it before', async () => {
    await withStack({}, async (ssm) => {
      await ssm.put('/shop/colour', 'mine');
    });
    await expect(withStack(parameter(), async () => {})).rejects.toThrow(
      'shop Parameter (AWS::SSM::Parameter): ParameterAlreadyExists: The parameter already exists.',
    );
    const runtime = await startQuietly({ dataDir: join(directory(), 'data') });
    expect(await clientOf(runtime).get('/shop/colour')).toMatchObject({ Value: 'mine' });
    await runtime.stop();
  });

  test.each([
    ['the type SecureString', { Type: 'SecureString' }, 'Type: SecureString is not a type of parameters in templates'],
    ['a reserved name', { Name: '/aws/x' }, 'Name: No access to reserved parameter name: /aws/x.'],
    ['the data type of images', { DataType: 'aws:ec2:image' }, 'DataType: The data type aws:ec2:image of a parameter'],
    ['policies', { Policies: '[]' }, 'Policies: this property is not supported'],
    ['no value', { Value: undefined }, 'Value: this property is required'],
  ])('with %s is refused before anything is created', async (_, properties, message) => {
    const other = { Other: one('AWS::SSM::Parameter', { Name: '/other', Type: 'String', Value: 'x' }) };
    await expect(withStack({ ...other, ...parameter(properties) }, async () => {})).rejects.toThrow(message);
    await withStack({}, async (ssm) => {
      expect((await ssm.describe()).Parameters).toEqual([]);
    });
  });
});
