import { describe, expect, test } from '@jest/globals';
import { getAtt, one, role, startTemplate } from './start-template.ts';

const KINESIS = 'arn:aws:kinesis:us-east-1:000000000000:stream/x';
const managed = (name: string) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::aws:policy/${name}`]],
});
const inRole = (ManagedPolicyArns: readonly unknown[]) =>
  one('AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    ManagedPolicyArns,
  });
const pipe = (more: Record<string, unknown>) =>
  one('AWS::Pipes::Pipe', { Source: getAtt('Queue'), Target: getAtt('Queue'), RoleArn: getAtt('Role'), ...more });
const subscription = (more: Record<string, unknown>) =>
  one('AWS::SNS::Subscription', { TopicArn: { Ref: 'Topic' }, Endpoint: '+431234567', ...more });

/** A template in which only `It` cannot be run; the other resources are created first. */
const templateWith = (It: Record<string, unknown>) => ({
  Parameters: { Protocol: { Type: 'String', Default: 'sms' } },
  Conditions: { IsSmall: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
  Resources: {
    Queue: one('AWS::SQS::Queue'),
    Topic: one('AWS::SNS::Topic'),
    Role: role('pipes.amazonaws.com'),
    Connection: one('AWS::Events::Connection', {
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'secret' } },
    }),
    It: { ...It, DependsOn: ['Queue', 'Topic', 'Role'] },
  },
});

describe('What the runtime cannot run is refused before anything is created:', () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      'a function in another language',
      one('AWS::Lambda::Function', {
        Runtime: 'python3.13',
        Handler: 'index.handler',
        Role: getAtt('Role'),
        Code: { ZipFile: 'def handler(event, context): return 1' },
      }),
      'Runtime: The runtime python3.13 is not supported',
    ],
    [
      'a managed policy of AWS that is not known',
      inRole([managed('service-role/AWSLambdaBasicExecutionRole'), managed('AmazonAthenaFullAccess')]),
      'ManagedPolicyArns[1]: The AWS managed policy arn:aws:iam::aws:policy/AmazonAthenaFullAccess is not supported',
    ],
    [
      'a protocol of SNS',
      subscription({ Protocol: 'firehose' }),
      'Protocol: The subscription protocol firehose of SNS is not supported',
    ],
    [
      'a protocol of SNS that is the value of a parameter',
      subscription({ Protocol: { Ref: 'Protocol' } }),
      'Protocol: The subscription protocol sms of SNS is not supported',
    ],
    [
      'a protocol of SNS that a condition chooses',
      subscription({ Protocol: { 'Fn::If': ['IsSmall', 'sms', 'sqs'] } }),
      'Protocol: The subscription protocol sms of SNS is not supported',
    ],
    [
      'a subscription of a topic',
      one('AWS::SNS::Topic', { Subscription: [{ Protocol: 'sms', Endpoint: '+431234567' }] }),
      'Subscription[0].Protocol: The subscription protocol sms of SNS is not supported',
    ],
    [
      'a target of a rule',
      one('AWS::Events::Rule', {
        EventPattern: { source: ['a'] },
        Targets: [
          { Id: 'known', Arn: getAtt('Queue') },
          { Id: 'unknown', Arn: KINESIS },
        ],
      }),
      `Targets[1].Arn: The target ${KINESIS} (kinesis) is not supported`,
    ],
    [
      'an event source',
      one('AWS::Lambda::EventSourceMapping', { FunctionName: 'f', EventSourceArn: KINESIS }),
      'EventSourceArn: An event source of the service kinesis is not supported',
    ],
    ['a source of a pipe', pipe({ Source: KINESIS }), `Source: The source ${KINESIS} is not supported`],
    [
      'an enrichment of a pipe',
      pipe({ Enrichment: KINESIS }),
      `Enrichment: The enrichment ${KINESIS} is not supported`,
    ],
    [
      'an endpoint of an API destination',
      one('AWS::Events::ApiDestination', {
        ConnectionArn: getAtt('Connection'),
        InvocationEndpoint: '<INSERT_YOUR_HTTPS_TARGET_URL>',
        HttpMethod: 'POST',
      }),
      "Value '<INSERT_YOUR_HTTPS_TARGET_URL>' at 'invocationEndpoint' failed to satisfy constraint",
    ],
    [
      'a number that is no number',
      one('AWS::Events::Rule', {
        EventPattern: { source: ['a'] },
        Targets: [{ Id: 'a', Arn: getAtt('Queue'), RetryPolicy: { MaximumEventAgeInSeconds: 'an hour' } }],
      }),
      'ValidationException: "an hour" is not a number',
    ],
    ['a target of a pipe', pipe({ Target: KINESIS }), `Target: The target ${KINESIS} is not supported`],
  ])('%s', async (_, resource, problem) => {
    const start = startTemplate(templateWith(resource), '');
    await expect(start).rejects.toThrow(/^One thing in the template cannot be run here:/);
    await expect(start).rejects.toThrow(problem);
  });
});
