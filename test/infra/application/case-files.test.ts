import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aliasNameOf, allOf, idOf, loadApplicationStack, propertiesOf } from '../application-stack.ts';
import { removeAssemblies } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

describe('The case files', () => {
  test.each([
    ['applications', undefined],
    ['reviews', undefined],
    ['accounts', { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] }],
  ])('read every change of %s from the beginning, and report a change that they cannot write', (name, filter) => {
    const table = propertiesOf('AWS::DynamoDB::Table', 'TableName', name);
    expect(table.StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
    const EventSourceArn = { 'Fn::GetAtt': [idOf('AWS::DynamoDB::Table', 'TableName', name), 'StreamArn'] };
    const FunctionName = aliasNameOf('append-case-entries');
    const mappings = allOf('AWS::Lambda::EventSourceMapping').filter(
      (mapping) =>
        isDeepStrictEqual(mapping.EventSourceArn, EventSourceArn) &&
        isDeepStrictEqual(mapping.FunctionName, FunctionName),
    );
    const deadLetters = idOf('AWS::SQS::Queue', 'QueueName', 'append-case-entries-dlq');
    expect(mappings).toEqual([
      {
        EventSourceArn,
        FunctionName,
        StartingPosition: 'TRIM_HORIZON',
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 5,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 100,
        MaximumRecordAgeInSeconds: 86_400,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [deadLetters, 'Arn'] } } },
        ...(filter === undefined ? {} : { FilterCriteria: filter }),
        Tags: [{ Key: 'stage', Value: 'dev' }],
      },
    ]);
  });

  test('alert an operator if they are 15 minutes behind the records', () => {
    expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'append-case-entries-late')).toMatchObject({
      MetricName: 'IteratorAge',
      Statistic: 'Maximum',
      Threshold: 900_000,
    });
  });

  test('are sealed every day', () => {
    expect(propertiesOf('AWS::Events::Rule', 'Name', 'seal-case-files').ScheduleExpression).toBe('rate(1 day)');
  });
});
