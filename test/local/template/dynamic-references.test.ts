import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Runtime, RuntimeOptions } from '../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../directory-per-test.ts';
import { clientOf, startQuietly } from '../services/ssm/client.ts';
import { writeAssembly } from './assemblies.ts';
import { one } from './start-template.ts';

type Json = Record<string, unknown>;

const directory = directoryPerTest();

const SSM_PARAMETERS = { '/shop/colour': 'red', 'StringList:/shop/sizes': '1, 2', 'SecureString:/shop/secret': 'x' };

/** A topic that shows a value as its display name. */
const topic = (DisplayName: unknown, name = 'news') => one('AWS::SNS::Topic', { TopicName: name, DisplayName });

const start = (stacks: Record<string, Json>, options: Partial<RuntimeOptions> = {}): Promise<Runtime> => {
  const assembly = writeAssembly(join(directory(), 'cdk.out'), stacks);
  return startQuietly({ assembly, ssmParameters: SSM_PARAMETERS, ...options });
};

const displayName = async ({ kernel }: Runtime, name = 'news'): Promise<unknown> => {
  const TopicArn = `arn:aws:sns:us-east-1:000000000000:${name}`;
  const caller = kernel.identities.administrator();
  const { Attributes } = Object(await kernel.services.callByName('sns', 'GetTopicAttributes', { TopicArn }, caller));
  return Attributes.DisplayName;
};

const shown = async (template: Json, options: Partial<RuntimeOptions> = {}): Promise<unknown> => {
  const runtime = await start({ shop: template }, options);
  const name = await displayName(runtime);
  await runtime.stop();
  return name;
};

describe('a dynamic reference to Parameter Store', () => {
  test.each<[string, unknown, string]>([
    ['the latest version', '{{resolve:ssm:/shop/colour}}', 'red'],
    ['a version', '{{resolve:ssm:/shop/colour:1}}', 'red'],
    ['a list without a change', '{{resolve:ssm:/shop/sizes}}', '1, 2'],
    ['several parts of a text', 'a {{resolve:ssm:/shop/colour}} b {{resolve:ssm:/shop/colour:1}}', 'a red b red'],
    ['in Fn::Sub', { 'Fn::Sub': '{{resolve:ssm:/${Shop}/colour}}' }, 'red'],
    ['in parts', { 'Fn::Join': ['', ['{{resolve:ssm:', { Ref: 'Parameter' }, '}}']] }, 'own'],
    ['in the chosen branch', { 'Fn::If': ['IsShop', '{{resolve:ssm:/shop/colour}}', '{{resolve:ssm:/none}}'] }, 'red'],
    ['in a parameter', { Ref: 'Versioned' }, 'red'],
  ])('reads %s', async (_, DisplayName, expected) => {
    const template = {
      Parameters: {
        Shop: { Type: 'String', Default: 'shop' },
        Versioned: { Type: 'String', Default: '{{resolve:ssm:/shop/colour:1}}' },
      },
      Conditions: { IsShop: { 'Fn::Equals': [{ Ref: 'Shop' }, 'shop'] } },
      Resources: {
        Topic: topic(DisplayName),
        Parameter: one('AWS::SSM::Parameter', { Name: '/own', Type: 'String', Value: 'own' }),
      },
    };
    expect(await shown(template)).toBe(expected);
  });

  test('is resolved again at each start, and once only', async () => {
    const dataDir = join(directory(), 'data');
    const Resources = { Topic: topic('{{resolve:ssm:/shop/colour}}') };
    const runtime = await start({ shop: { Resources } }, { dataDir });
    await clientOf(runtime).put('/shop/colour', '{{resolve:ssm:/shop/sizes}}', { Overwrite: true });
    await runtime.stop();
    expect(await shown({ Resources }, { dataDir, ssmParameters: {} })).toBe('{{resolve:ssm:/shop/sizes}}');
  });

  test('reads what a stack before it creates', async () => {
    const Parameter = one('AWS::SSM::Parameter', { Name: '/made', Type: 'String', Value: { Ref: 'Topic' } });
    const runtime = await start({
      first: { Resources: { Parameter, Topic: topic('first', 'first') } },
      second: { Resources: { Topic: topic('{{resolve:ssm:/made}}') } },
    });
    expect(await displayName(runtime)).toBe('arn:aws:sns:us-east-1:000000000000:first');
    await runtime.stop();
  });

  test('stays as it is in an output, as on AWS', async () => {
    const Outputs = { Colour: { Value: '{{resolve:ssm:/shop/colour}}' } };
    const runtime = await start({ shop: { Resources: { Topic: topic('x') }, Outputs } });
    expect(runtime.deployment?.outputs).toMatchObject([{ value: '{{resolve:ssm:/shop/colour}}' }]);
    await runtime.stop();
  });
});

describe('a dynamic reference is refused before anything is created', () => {
  const variables = (COLOUR: unknown) =>
    one('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/x',
      Code: { ZipFile: 'exports.handler = async () => {};' },
      Environment: { Variables: { COLOUR } },
    });

  test.each<[string, unknown, string]>([
    [
      'if the parameter does not exist',
      '{{resolve:ssm:/shop/size}}',
      'shop Refused (AWS::Lambda::Function): Parameters: [ssm:/shop/size] cannot be found. Give it at the start (--ssm-parameters /shop/size=VALUE',
    ],
    [
      'if the version does not exist',
      '{{resolve:ssm:/shop/colour:7}}',
      'Parameters: [ssm:/shop/colour:7] cannot be found.',
    ],
    [
      'with a label',
      '{{resolve:ssm:/shop/colour:live}}',
      'Incorrect format is used in the following SSM reference: [{{resolve:ssm:/shop/colour:live}}]',
    ],
    [
      'to a SecureString',
      '{{resolve:ssm:/shop/secret:1}}',
      'Non-secure ssm prefix was used for secure parameter /shop/secret',
    ],
    [
      'with ssm-secure, which the property does not allow',
      '{{resolve:ssm-secure:/shop/secret:1}}',
      'SSM Secure reference is not supported in: [AWS::Lambda::Function/Properties/Environment/Variables/COLOUR]',
    ],
    [
      'to Secrets Manager',
      '{{resolve:secretsmanager:shop:SecretString:password}}',
      'the dynamic reference {{resolve:secretsmanager:…}} is not supported: there is no Secrets Manager here',
    ],
    [
      'to Secrets Manager in parts',
      { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'Topic' }, ':SecretString:password}}']] },
      'there is no Secrets Manager here',
    ],
    ['to an unknown service', '{{resolve:vault:x}}', 'the dynamic reference {{resolve:vault:…}} is not supported'],
  ])('%s', async (_, value, message) => {
    const dataDir = join(directory(), 'data');
    const template = { Resources: { Topic: topic('x'), Refused: variables(value) } };
    await expect(start({ shop: template }, { dataDir })).rejects.toThrow(message);
    const runtime = await startQuietly({ dataDir });
    await expect(displayName(runtime)).rejects.toMatchObject({ code: 'NotFound' });
    await runtime.stop();
  });

  test('without a version in a parameter of the template', async () => {
    const Parameters = { Colour: { Type: 'String', Default: '{{resolve:ssm:/shop/colour}}' } };
    const template = { Parameters, Resources: { Topic: topic({ Ref: 'Colour' }) } };
    await expect(start({ shop: template })).rejects.toThrow(
      'Template error: parameter Colour should not contain ssm versionless resolver',
    );
  });
});

test('a dynamic reference in a resource that is not run is ignored', async () => {
  const Alarm = one('AWS::CloudWatch::Alarm', { AlarmName: '{{resolve:secretsmanager:x}}' });
  expect(await shown({ Resources: { Topic: topic('x'), Alarm } })).toBe('x');
});
