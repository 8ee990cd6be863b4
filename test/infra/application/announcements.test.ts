import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { APPLICATION_STATES } from '../../../events/states.ts';
import { aliasNameOf, allOf, idOf, loadApplicationStack, propertiesOf } from '../application-stack.ts';
import { removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

test('Each new state of an application is announced without a delay; a change that cannot be announced is reported', () => {
  const FunctionName = aliasNameOf('announce-outcomes');
  const mappings = allOf('AWS::Lambda::EventSourceMapping').filter(
    (mapping) => JSON.stringify(mapping.FunctionName) === JSON.stringify(FunctionName),
  );
  const state = { S: APPLICATION_STATES.filter((name) => name !== 'SUBMITTED') };
  expect(mappings).toMatchObject([
    {
      EventSourceArn: { 'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'TableName', 'applications'), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ dynamodb: { NewImage: { state } } }) }] },
      DestinationConfig: {
        OnFailure: {
          Destination: { 'Fn::GetAtt': [idOf('AWS::SQS::Queue', 'QueueName', 'announce-outcomes-dlq'), 'Arn'] },
        },
      },
    },
  ]);
});

test('An operator is alerted if announcements are 15 minutes behind the records', () => {
  expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'announce-outcomes-late')).toMatchObject({
    MetricName: 'IteratorAge',
    Threshold: 900_000,
  });
});
