import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { getAtt, one } from '../start-template.ts';
import { type CustomApp, customApp, greeting, type Json } from './harness.ts';

let app: CustomApp;
beforeEach(() => {
  app = customApp();
});
afterEach(() => app.remove());

const data = (Data: Json, more: Json = {}): string => JSON.stringify({ Data, ...more });
const outputOf = (name: string, value: unknown): Json => ({ Outputs: { [name]: { Value: value } } });
const output = (name: string, value: unknown) => ({ stack: 'pets', name, value });
const types = (app: CustomApp): unknown[] => app.received().map(({ RequestType }) => RequestType);

const STACK_ID = expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/pets\/[\w-]{36}$/);

describe('A custom resource', () => {
  test('is created by its function, which receives numbers and booleans as strings', async () => {
    await app.deploy({ Greeting: greeting({ Name: 'Ann', Loud: true, Times: [1, { Of: 2.5 }], ServiceTimeout: 60 }) });
    const [request, ...more] = app.received();
    expect(more).toEqual([]);
    const ServiceToken = expect.stringMatching(/^arn:aws:lambda:us-east-1:000000000000:function:pets-Provider-\w+$/);
    expect(request).toEqual({
      RequestType: 'Create',
      ServiceToken,
      ResponseURL: expect.stringMatching(
        /^https:\/\/cloudformation-custom-resource-response-useast1\.s3\.us-east-1\.amazonaws\.com\/.*%7CGreeting%7C[\w-]{36}\?Signature=[\w-]{43}$/,
      ),
      StackId: STACK_ID,
      RequestId: expect.stringMatching(/^[\w-]{36}$/),
      LogicalResourceId: 'Greeting',
      ResourceType: 'Custom::Greeting',
      ResourceProperties: {
        ServiceToken,
        Name: 'Ann',
        Loud: 'true',
        Times: ['1', { Of: '2.5' }],
        ServiceTimeout: '60',
      },
    });
  });

  test('has the type AWS::CloudFormation::CustomResource, too', async () => {
    const resource = one('AWS::CloudFormation::CustomResource', { ServiceToken: getAtt('Provider') });
    const deployment = await app.deploy({ Greeting: resource });
    expect(deployment?.changes['AWS::CloudFormation::CustomResource']).toEqual({ created: 1 });
    expect(app.received()).toMatchObject([{ ResourceType: 'AWS::CloudFormation::CustomResource' }]);
  });

  test('gives other resources and outputs its physical id and its data, which can be lists', async () => {
    const resources = {
      Reader: one('AWS::SQS::Queue', { QueueName: { 'Fn::Join': ['-', getAtt('Greeting', 'Words')] } }),
      Greeting: greeting({ OnCreate: data({ Words: ['hello', 'ann'], 'a.b': 3 }) }),
    };
    const Value = { 'Fn::Sub': '${Greeting} ${Greeting.a.b} ${Reader.QueueName}' };
    const deployment = await app.deploy(resources, outputOf('Text', Value));
    expect(deployment?.outputs).toEqual([output('Text', 'greeting-1 3 hello-ann')]);
  });

  test('is created after the resources that it needs, and is left out if its condition is false', async () => {
    const resources = {
      Greeting: greeting({ Queue: getAtt('Later', 'QueueName') }, { DependsOn: 'Topic' }),
      Never: greeting({}, { Condition: 'IsNever' }),
      Later: one('AWS::SQS::Queue', { QueueName: 'later' }),
      Topic: one('AWS::SNS::Topic'),
    };
    await app.deploy(resources, { Conditions: { IsNever: { 'Fn::Equals': ['a', 'b'] } } });
    expect(app.received()).toMatchObject([{ LogicalResourceId: 'Greeting', ResourceProperties: { Queue: 'later' } }]);
  });

  test('runs in a nested stack, with the id of this stack', async () => {
    const child = {
      Parameters: { Token: { Type: 'String' } },
      Resources: { Greeting: one('Custom::Greeting', { ServiceToken: { Ref: 'Token' }, OnCreate: data({ A: 'b' }) }) },
      Outputs: { A: { Value: getAtt('Greeting', 'A') } },
    };
    writeFileSync(join(app.directory, 'cdk.out/child.json'), JSON.stringify(child));
    const TemplateURL = 'https://s3.us-east-1.amazonaws.com/assets/child.json';
    const nested = one('AWS::CloudFormation::Stack', { TemplateURL, Parameters: { Token: getAtt('Provider') } });
    const deployment = await app.deploy({ Child: nested }, outputOf('A', getAtt('Child', 'Outputs.A')));
    expect(deployment?.outputs).toContainEqual(output('A', 'b'));
    expect(app.received()).toMatchObject([{ StackId: expect.stringContaining(':stack/pets-Child-') }]);
  });

  test('is carried out by the subscriber of a topic', async () => {
    const resources = {
      Topic: one('AWS::SNS::Topic'),
      Subscription: one('AWS::SNS::Subscription', {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'lambda',
        Endpoint: getAtt('Provider'),
      }),
      Permission: one('AWS::Lambda::Permission', {
        Action: 'lambda:InvokeFunction',
        FunctionName: getAtt('Provider'),
        Principal: 'sns.amazonaws.com',
        SourceArn: { Ref: 'Topic' },
      }),
      Greeting: {
        ...one('Custom::Greeting', { ServiceToken: { Ref: 'Topic' }, OnCreate: data({ A: 'by topic' }) }),
        DependsOn: ['Subscription', 'Permission'],
      },
    };
    const deployment = await app.deploy(resources, outputOf('A', getAtt('Greeting', 'A')));
    expect(deployment?.outputs).toEqual([output('A', 'by topic')]);
  });

  test('with NoEcho gives its data to resources, and outputs show asterisks, also after a start without a change', async () => {
    const resources = {
      Greeting: greeting({ OnCreate: data({ Secret: 'pass' }, { NoEcho: true }) }),
      Reader: one('AWS::SQS::Queue', { QueueName: getAtt('Greeting', 'Secret') }),
    };
    const sections = {
      Outputs: { Secret: { Value: getAtt('Greeting', 'Secret') }, Queue: { Value: getAtt('Reader', 'QueueName') } },
    };
    const expected = [output('Secret', '*****'), output('Queue', 'pass')];
    expect((await app.deploy(resources, sections))?.outputs).toEqual(expected);
    expect((await app.deploy(resources, sections))?.outputs).toEqual(expected);
    expect(types(app)).toEqual(['Create']);
  });
});

describe('At the next start a custom resource', () => {
  const CREATED = { Greeting: greeting({ Name: 'Ann', OnCreate: data({ Text: 'first' }) }) };

  beforeEach(async () => {
    await app.deploy(CREATED);
    app.received();
  });

  test('is left alone if nothing has changed, and keeps its attributes', async () => {
    const deployment = await app.deploy(CREATED, outputOf('Text', getAtt('Greeting', 'Text')));
    expect(deployment?.changes['Custom::Greeting']).toEqual({ unchanged: 1 });
    expect(deployment?.outputs).toEqual([output('Text', 'first')]);
    expect(app.received()).toEqual([]);
  });

  test('is updated if its properties have changed', async () => {
    const deployment = await app.deploy({ Greeting: greeting({ Name: 'Bea', Loud: false }) });
    expect(deployment?.changes['Custom::Greeting']).toEqual({ updated: 1 });
    expect(app.received()).toMatchObject([
      {
        RequestType: 'Update',
        PhysicalResourceId: 'greeting-1',
        ResourceProperties: { Name: 'Bea', Loud: 'false' },
        OldResourceProperties: { Name: 'Ann', OnCreate: data({ Text: 'first' }) },
      },
    ]);
  });

  test('is replaced if the update returns another physical id: the old one is deleted at the end', async () => {
    const resources = {
      Greeting: greeting({ Name: 'Bea', OnUpdate: JSON.stringify({ PhysicalResourceId: 'greeting-2' }) }),
      Next: greeting({ Of: { Ref: 'Greeting' } }),
    };
    const deployment = await app.deploy(resources);
    expect(deployment?.changes['Custom::Greeting']).toEqual({ replaced: 1, created: 1 });
    expect(app.received()).toMatchObject([
      { RequestType: 'Update', PhysicalResourceId: 'greeting-1', LogicalResourceId: 'Greeting' },
      { RequestType: 'Create', LogicalResourceId: 'Next', ResourceProperties: { Of: 'greeting-2' } },
      { RequestType: 'Delete', PhysicalResourceId: 'greeting-1', ResourceProperties: { Name: 'Ann' } },
    ]);
    await app.deploy({});
    expect(app.received()).toMatchObject([
      { RequestType: 'Delete', LogicalResourceId: 'Next' },
      { RequestType: 'Delete', PhysicalResourceId: 'greeting-2', ResourceProperties: { Name: 'Bea' } },
    ]);
  });

  test('is deleted if it is no longer in the template, before its function', async () => {
    const deployment = await app.deploy({});
    expect(deployment?.changes['Custom::Greeting']).toEqual({ deleted: 1 });
    expect(app.received()).toMatchObject([
      { RequestType: 'Delete', PhysicalResourceId: 'greeting-1', ResourceProperties: { Name: 'Ann' } },
    ]);
    await app.deploy({});
    expect(app.received()).toEqual([]);
  });

  test('is kept by its deletion policy, and is created anew when it returns', async () => {
    await app.deploy({ Greeting: { ...CREATED.Greeting, DeletionPolicy: 'Retain' } });
    await app.deploy({});
    expect(app.received()).toEqual([]);
    await app.deploy(CREATED);
    expect(types(app)).toEqual(['Create']);
  });

  test('cannot change its service token', async () => {
    const topic = { Topic: one('AWS::SNS::Topic') };
    const changed = greeting({ ServiceToken: { Ref: 'Topic' } });
    expect(await app.failure({ ...topic, Greeting: changed })).toContain(
      'pets Greeting (Custom::Greeting): Modifying service token is not allowed.',
    );
  });
});
