import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, CfnOutput, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ParameterValueType, StringListParameter, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import type { Runtime, RuntimeOptions } from '../../../local/src/runtime/runtime.ts';
import { directoryPerTest } from '../directory-per-test.ts';
import { clientOf, startQuietly } from '../services/ssm/client.ts';
import { writeAssembly } from './assemblies.ts';
import { one } from './start-template.ts';

type Json = Record<string, unknown>;

const directory = directoryPerTest();

const outputsOf = ({ deployment }: Runtime): Json =>
  Object.fromEntries((deployment?.outputs ?? []).map(({ name, value }) => [name, value]));

/** Starts with an assembly, and returns its outputs. */
const outputsWith = async (assembly: string, options: Partial<RuntimeOptions> = {}): Promise<Json> => {
  const runtime = await startQuietly({ assembly, ...options });
  const outputs = outputsOf(runtime);
  await runtime.stop();
  return outputs;
};

const write = (stacks: Record<string, Json>, dependencies: Record<string, string[]> = {}): string =>
  writeAssembly(join(directory(), 'cdk.out'), stacks, { dependencies });

/** A template whose output is the value of a parameter with this type and default. */
const reading = (Type: string, Default: string, Value: unknown = { Ref: 'Read' }): Json => ({
  Parameters: { Read: { Type, Default } },
  Resources: { Topic: one('AWS::SNS::Topic', { TopicName: 'news' }) },
  Outputs: { Read: { Value } },
});

const creating = (Value: unknown, Type = 'String'): Json => ({
  Resources: {
    Topic: one('AWS::SNS::Topic', { TopicName: 'made' }),
    Parameter: one('AWS::SSM::Parameter', { Name: '/shop/colour', Type, Value }),
  },
});

const STRING = 'AWS::SSM::Parameter::Value<String>';

describe("a template's parameter with a type of Systems Manager", () => {
  test.each([
    [STRING, '/shop/colour', { Ref: 'Read' }, 'red'],
    [STRING, '/shop/colour:1', { Ref: 'Read' }, 'red'],
    ['AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', '/shop/colour', { Ref: 'Read' }, 'red'],
    ['AWS::SSM::Parameter::Name', '/shop/colour', { Ref: 'Read' }, '/shop/colour'],
    ['AWS::SSM::Parameter::Value<List<String>>', '/shop/sizes', { 'Fn::Join': ['|', { Ref: 'Read' }] }, '1|2|3'],
    ['AWS::SSM::Parameter::Value<CommaDelimitedList>', '/shop/sizes', { 'Fn::Select': ['1', { Ref: 'Read' }] }, '2'],
  ])('%s reads %s', async (type, selector, value, expected) => {
    const ssmParameters = { '/shop/colour': 'red', 'StringList:/shop/sizes': '1, 2 ,3' };
    const assembly = write({ shop: reading(type, selector, value) });
    expect(await outputsWith(assembly, { ssmParameters })).toEqual({ Read: expected });
  });

  test('reads the parameter that the user names, and the present value at each start', async () => {
    const dataDir = join(directory(), 'data');
    const options = { dataDir, parameters: { Read: '/shop/colour' } };
    const assembly = write({ shop: reading(STRING, '/other') });
    expect(await outputsWith(assembly, { ...options, ssmParameters: { '/shop/colour': 'red' } })).toEqual({
      Read: 'red',
    });
    const runtime = await startQuietly({ assembly, ...options });
    expect(outputsOf(runtime)).toEqual({ Read: 'red' });
    await clientOf(runtime).put('/shop/colour', 'blue', { Overwrite: true });
    await runtime.stop();
    expect(await outputsWith(assembly, options)).toEqual({ Read: 'blue' });
  });

  test('that no resource uses need not exist, as the version of the bootstrap stack of the CDK', async () => {
    const Rules = { CheckBootstrapVersion: { Assertions: [{ Assert: { Ref: 'Read' } }] } };
    const assembly = write({ shop: { ...reading(STRING, '/cdk-bootstrap/hnb659fds/version', 'none'), Rules } });
    expect(await outputsWith(assembly)).toEqual({ Read: 'none' });
  });

  test.each([
    [
      STRING,
      '/shop/size',
      'Unable to fetch parameters [/shop/size] from parameter store for this account. Give it at the start (--ssm-parameters /shop/size=VALUE, or ssmParameters of start), or put it while the runtime runs: aws ssm put-parameter --name /shop/size --type String --value VALUE',
    ],
    [STRING, '/shop/colour:2', 'Unable to fetch parameters [/shop/colour:2] from parameter store for this account.'],
    [
      STRING,
      '/shop/secret',
      'Parameters [/shop/secret] referenced by template have types not supported by CloudFormation.',
    ],
    [STRING, '/shop/sizes', 'Types for SSM parameters [/shop/sizes] defined in CFN template and SSM are incompatible'],
    [
      'AWS::SSM::Parameter::Value<List<String>>',
      '/shop/colour',
      'Types for SSM parameters [/shop/colour] defined in CFN template and SSM are incompatible',
    ],
    ['AWS::SSM::Parameter::Name', '/shop/size', 'parameter value /shop/size for parameter name Read does not exist.'],
  ])('%s with the name %s is refused before anything is created', async (type, selector, message) => {
    const ssmParameters = { '/shop/colour': 'red', 'StringList:/shop/sizes': '1,2', 'SecureString:/shop/secret': 'x' };
    const dataDir = join(directory(), 'data');
    const assembly = write({ shop: reading(type, selector) });
    const failed = startQuietly({ assembly, ssmParameters, dataDir });
    await expect(failed).rejects.toThrow('in the template cannot be run here');
    await expect(failed).rejects.toThrow(message);
    const runtime = await startQuietly({ dataDir });
    const topics = await runtime.kernel.services.callByName(
      'sns',
      'ListTopics',
      {},
      runtime.kernel.identities.administrator(),
    );
    await runtime.stop();
    expect(topics).toMatchObject({ Topics: [] });
  });

  test('reads what a stack before it creates and changes', async () => {
    const dataDir = join(directory(), 'data');
    const stacks = (Value: unknown) =>
      write({ reader: reading(STRING, '/shop/colour'), shop: creating(Value) }, { reader: ['shop'] });
    expect(await outputsWith(stacks('red'), { dataDir })).toEqual({ Read: 'red' });
    expect(await outputsWith(stacks({ Ref: 'Topic' }), { dataDir })).toEqual({
      Read: 'arn:aws:sns:us-east-1:000000000000:made',
    });
  });

  test('can decide a condition with the known value of a stack before it, but not with one that is not known yet', async () => {
    const Conditions = { IsRed: { 'Fn::Equals': [{ Ref: 'Read' }, 'red'] } };
    const template = { ...reading(STRING, '/shop/colour', { 'Fn::If': ['IsRed', 'yes', 'no'] }), Conditions };
    const stacks = (Value: unknown) => write({ reader: template, shop: creating(Value) }, { reader: ['shop'] });
    expect(await outputsWith(stacks('red'))).toEqual({ Read: 'yes' });
    expect(await outputsWith(stacks('blue'))).toEqual({ Read: 'no' });
    await expect(startQuietly({ assembly: stacks({ Ref: 'Topic' }) })).rejects.toThrow(
      'IsRed depends on the parameter Read, which has no value before the deployment',
    );
  });

  test('whose value is not known yet is not checked early', async () => {
    const Typed = one('AWS::SSM::Parameter', { Type: { Ref: 'Read' }, Value: 'x' });
    const Other = one('AWS::SSM::Parameter', { Type: 'String', Value: 'x' });
    const first = creating({ 'Fn::GetAtt': ['Other', 'Type'] });
    const reader = reading(STRING, '/shop/colour');
    const assembly = write(
      {
        reader: { ...reader, Resources: { Typed } },
        shop: { Resources: { ...Object(first.Resources), Other } },
      },
      { reader: ['shop'] },
    );
    expect(await outputsWith(assembly)).toEqual({ Read: 'String' });
  });

  test('does not read what its own stack creates, as on AWS', async () => {
    const assembly = write({ shop: { ...reading(STRING, '/shop/colour'), ...creating('red') } });
    await expect(startQuietly({ assembly })).rejects.toThrow('Unable to fetch parameters [/shop/colour]');
  });
});

describe('a parameter that is given at the start', () => {
  test('gets a new version only if its value or type has changed', async () => {
    const dataDir = join(directory(), 'data');
    const versions: (number | undefined)[] = [];
    for (const ssmParameters of [{ '/a': 'x' }, { '/a': 'x' }, { '/a': 'y' }, { 'StringList:/a': 'y' }]) {
      const runtime = await startQuietly({ dataDir, ssmParameters });
      versions.push((await clientOf(runtime).get('/a'))?.Version);
      await runtime.stop();
    }
    expect(versions).toEqual([1, 1, 2, 3]);
  });

  test.each([
    [
      { 'aws-x': '1' },
      'The parameter aws-x cannot be put into Parameter Store: Parameter name: can\'t be prefixed with "aws"',
    ],
    [{ 'Number:/a': '1' }, 'The parameter Number:/a cannot be put into Parameter Store: 1 validation error detected'],
  ])('fails the start if it is refused: %j', async (ssmParameters: Record<string, string>, message) => {
    await expect(startQuietly({ ssmParameters })).rejects.toThrow(message);
  });
});

describe('an app of the CDK', () => {
  const synthesize = (define: (app: App) => void): string => {
    const app = new App({ outdir: join(directory(), 'cdk.out'), analyticsReporting: false });
    define(app);
    return app.synth().directory;
  };
  const ssmParameters = { '/shop/colour': 'red', 'StringList:/shop/sizes': '1,2' };

  test('reads parameters in each way that the CDK has', async () => {
    const assembly = synthesize((app) => {
      const stack = new Stack(app, 'shop');
      const show = (id: string, displayName: string) =>
        new CfnOutput(stack, id, { value: new Topic(stack, `${id}Topic`, { displayName }).topicName });
      show('ForString', StringParameter.valueForStringParameter(stack, '/shop/colour'));
      show('ForVersion', StringParameter.valueForStringParameter(stack, '/shop/colour', 1));
      show('ByName', StringParameter.fromStringParameterName(stack, 'Named', '/shop/colour').stringValue);
      const attributes = { parameterName: '/shop/colour', forceDynamicReference: true };
      show('Dynamic', StringParameter.fromStringParameterAttributes(stack, 'Attributes', attributes).stringValue);
      const typed = StringParameter.valueForTypedStringParameterV2(stack, '/shop/colour', ParameterValueType.STRING);
      show('Typed', typed);
      const sizes = StringListParameter.fromListParameterAttributes(stack, 'Sizes', { parameterName: '/shop/sizes' });
      show('List', Fn.select(1, sizes.stringListValue));
      const call = new AwsCustomResource(stack, 'Call', {
        installLatestAwsSdk: false,
        onUpdate: {
          service: 'SSM',
          action: 'getParameter',
          parameters: { Name: '/shop/colour' },
          physicalResourceId: PhysicalResourceId.of('the-colour'),
        },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
      });
      show('ByCall', call.getResponseField('Parameter.Value'));
      const listed = StringListParameter.valueForTypedListParameter(stack, '/shop/sizes');
      show('TypedList', Fn.join('-', listed));
    });
    const runtime = await startQuietly({ assembly, ssmParameters });
    const names = await displayNames(runtime);
    await runtime.stop();
    expect(names).toEqual({
      ByCall: 'red',
      ByName: 'red',
      Dynamic: 'red',
      ForString: 'red',
      ForVersion: 'red',
      List: '2',
      Typed: 'red',
      TypedList: '1-2',
    });
  });

  test('creates parameters, and reads them in another stack and in a nested stack', async () => {
    const assembly = synthesize((app) => {
      const first = new Stack(app, 'first');
      const topic = new Topic(first, 'Topic', { topicName: 'news' });
      new StringParameter(first, 'Parameter', { parameterName: '/shop/topic', stringValue: topic.topicArn });
      const second = new Stack(app, 'second');
      second.addStackDependency(first);
      const nested = new NestedStack(second, 'Nested');
      const inner = new Topic(nested, 'Inner', {
        displayName: StringParameter.valueForStringParameter(nested, '/shop/topic'),
      });
      new CfnOutput(second, 'Inner', { value: inner.topicName });
    });
    const runtime = await startQuietly({ assembly });
    const names = await displayNames(runtime);
    await runtime.stop();
    expect(names).toEqual({ Inner: 'arn:aws:sns:us-east-1:000000000000:news' });
  });
});

/** The display names of the topics whose names are outputs, by the outputs' names. */
const displayNames = async (runtime: Runtime): Promise<Json> => {
  const { services, identities } = runtime.kernel;
  const named = Object.entries(outputsOf(runtime)).map(async ([output, name]) => {
    const TopicArn = `arn:aws:sns:us-east-1:000000000000:${name}`;
    const answer = await services.callByName('sns', 'GetTopicAttributes', { TopicArn }, identities.administrator());
    return [output, Object(answer).Attributes.DisplayName] as const;
  });
  return Object.fromEntries(await Promise.all(named));
};
