import { afterAll, describe, expect, test } from '@jest/globals';
import { createApp, type Resource, removeAssemblies, resourcesWith } from '../infra/synthesized.ts';

afterAll(removeAssemblies);

const ofType = (resources: ReadonlyMap<string, Resource>, type: string): Resource[] =>
  [...resources.values()].filter(({ Type }) => Type === type);

describe('The choices', () => {
  test('stage=prod keeps and protects tables and user pool, and keeps logs for a year', async () => {
    const resources = await resourcesWith({ stage: 'prod' });
    for (const { DeletionPolicy, Properties } of ofType(resources, 'AWS::DynamoDB::Table')) {
      expect([DeletionPolicy, Properties.DeletionProtectionEnabled]).toEqual(['Retain', true]);
    }
    const [pool] = ofType(resources, 'AWS::Cognito::UserPool');
    expect([pool?.DeletionPolicy, pool?.Properties.DeletionProtection]).toEqual(['Retain', 'ACTIVE']);
    for (const { Properties } of ofType(resources, 'AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(365);
  });

  test('stage=dev lets everything go', async () => {
    const resources = await resourcesWith({ stage: 'dev' });
    for (const { DeletionPolicy, Properties } of ofType(resources, 'AWS::DynamoDB::Table')) {
      expect([DeletionPolicy, Properties.DeletionProtectionEnabled]).toEqual(['Delete', false]);
    }
  });

  test('notificationEmail subscribes its address; without it the topic has no subscription', async () => {
    expect(ofType(await resourcesWith(), 'AWS::SNS::Subscription')).toEqual([]);
    const subscriptions = ofType(await resourcesWith({ notificationEmail: 'a@b.example' }), 'AWS::SNS::Subscription');
    expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
      ['email', 'a@b.example'],
    ]);
  });

  test('reviewWorker=off leaves the review queue to somebody else', async () => {
    expect(ofType(await resourcesWith(), 'AWS::Lambda::EventSourceMapping')).toMatchObject([
      { Properties: { FunctionResponseTypes: ['ReportBatchItemFailures'] } },
    ]);
    expect(ofType(await resourcesWith({ reviewWorker: 'off' }), 'AWS::Lambda::EventSourceMapping')).toEqual([]);
  });

  test('reviewWorker=off leaves out what fills, keeps and closes the ledger, and keeps the ledger', async () => {
    const resources = await resourcesWith({ reviewWorker: 'off' });
    const names = ofType(resources, 'AWS::Lambda::Function').map(({ Properties }) => Properties.FunctionName);
    expect(names).toEqual([
      'register-application',
      'check-name',
      'check-address',
      'record-outcome',
      'decide-reviews',
      'open-account',
      'notify',
      'remind-reviews',
      'reconcile-outcomes',
      'redrive-dead-letters',
      'accept-submissions',
      'answer-queries',
      'replay-archive',
    ]);
    const tables = ofType(resources, 'AWS::DynamoDB::Table').map(({ Properties }) => Properties.TableName);
    expect(tables).toContain('reviews');
  });

  test('reviewDeadlineDays says how long a person has to decide', async () => {
    const [machine] = ofType(await resourcesWith({ reviewDeadlineDays: '396' }), 'AWS::StepFunctions::StateMachine');
    expect(machine?.Properties.DefinitionSubstitutions).toMatchObject({ ReviewDeadlineSeconds: '34214400' });
    await expect(createApp({ reviewDeadlineDays: '0' })).rejects.toThrow(
      'The context value reviewDeadlineDays is 0; it must be 1 to 400.',
    );
  });

  test('that are invalid stop the synthesis with the given value and the allowed values', async () => {
    await expect(createApp({ stage: 'test' })).rejects.toThrow(
      'The context value stage is test; it must be one of dev, prod.',
    );
    await expect(createApp({ reviewWorker: 'no' })).rejects.toThrow(
      'The context value reviewWorker is no; it must be on or off.',
    );
  });
});
