import { afterAll, describe, expect, test } from '@jest/globals';
import { createApp, type Resource, removeAssemblies, resourcesWith } from '../infra/synthesized.ts';

afterAll(removeAssemblies);

const PROD = { stage: 'prod', notificationEmail: 'a@b.example' };

const ofType = (resources: ReadonlyMap<string, Resource>, type: string): Resource[] =>
  [...resources.values()].filter(({ Type }) => Type === type);

const subscribers = (resources: ReadonlyMap<string, Resource>): unknown[] =>
  ofType(resources, 'AWS::SNS::Subscription').map(({ Properties: { Protocol, Endpoint, TopicArn } }) => {
    expect(Protocol).toBe('email');
    const { Ref } = TopicArn as { readonly Ref: string };
    return [resources.get(Ref)?.Properties.TopicName, Endpoint];
  });

describe('The choices', () => {
  test('stage=prod keeps and protects tables and user pool, and keeps logs for a year', async () => {
    const resources = await resourcesWith(PROD);
    for (const { DeletionPolicy, Properties } of ofType(resources, 'AWS::DynamoDB::Table')) {
      expect([DeletionPolicy, Properties.DeletionProtectionEnabled]).toEqual(['RetainExceptOnCreate', true]);
    }
    const [pool] = ofType(resources, 'AWS::Cognito::UserPool');
    expect([pool?.DeletionPolicy, pool?.Properties.DeletionProtection]).toEqual(['RetainExceptOnCreate', 'ACTIVE']);
    for (const { Properties } of ofType(resources, 'AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(365);
  });

  test('stage=dev lets everything go', async () => {
    const resources = await resourcesWith({ stage: 'dev' });
    for (const { DeletionPolicy, Properties } of ofType(resources, 'AWS::DynamoDB::Table')) {
      expect([DeletionPolicy, Properties.DeletionProtectionEnabled]).toEqual(['Delete', false]);
    }
  });

  test('notificationEmail subscribes an address to outcomes and alarms; without it there is no subscription', async () => {
    expect(ofType(await resourcesWith(), 'AWS::SNS::Subscription')).toEqual([]);
    expect(subscribers(await resourcesWith({ notificationEmail: 'a@b.example' }))).toEqual([
      ['application-outcomes', 'a@b.example'],
      ['application-alarms', 'a@b.example'],
    ]);
  });

  test('alarmEmail sends alarms to an address of its own', async () => {
    const given = { notificationEmail: 'a@b.example', alarmEmail: 'on-call@b.example' };
    expect(subscribers(await resourcesWith(given))).toEqual([
      ['application-outcomes', 'a@b.example'],
      ['application-alarms', 'on-call@b.example'],
    ]);
  });

  test('stage=prod is refused without an address for its mails', async () => {
    await expect(createApp({ stage: 'prod' })).rejects.toThrow(
      'stage=prod needs -c notificationEmail=<address>; without it nobody receives outcomes and alarms.',
    );
  });

  test('the stage is in the name and in a tag of each stack, so a deployment cannot change it', async () => {
    const named = async (context: Record<string, string>) =>
      (await createApp({ ...context, samples: 'on' }))
        .synth()
        .stacks.map(({ stackName, tags, terminationProtection }) => [stackName, tags.stage, terminationProtection]);
    expect(await named({ stage: 'dev' })).toContainEqual(['account-applications', 'dev', false]);
    const prod = await named(PROD);
    expect(prod).toContainEqual(['account-applications-prod', 'prod', true]);
    expect(prod.filter(([name]) => !String(name).endsWith('-prod'))).toEqual([]);
  });

  test('operators see the state machine of applications, with samples=on also theirs, and those of otherMachines', async () => {
    const shown = async (context: Record<string, string>) => {
      const { stacks } = (await createApp(context)).synth();
      const [application] = stacks.filter(({ stackName }) => stackName === 'account-applications');
      const resources: Record<string, Resource> = application?.template.Resources;
      const queries = Object.values(resources).find(({ Properties }) => Properties?.FunctionName === 'answer-queries');
      const arns = JSON.stringify(queries?.Properties.Environment).match(/STATE_MACHINE_ARNS.*/)?.[0] ?? '';
      const names = arns.match(/(?<=:stateMachine:)[\w-]+/g) ?? [];
      const all = stacks.flatMap(({ template }) => Object.values<Resource>(template.Resources));
      const deployed = all.filter(({ Type }) => Type === 'AWS::StepFunctions::StateMachine');
      return { names, deployed: deployed.map(({ Properties }) => Properties.StateMachineName) };
    };
    expect((await shown({})).names).toEqual(['account-application']);
    expect((await shown({ otherMachines: 'loans,cards' })).names).toEqual(['account-application', 'loans', 'cards']);
    const { names, deployed } = await shown({ samples: 'on' });
    expect(names.toSorted()).toEqual(deployed.toSorted());
    await expect(createApp({ otherMachines: 'a b' })).rejects.toThrow('The context value otherMachines contains a b;');
  });

  test('an unknown key is refused with the nearest known one', async () => {
    const refused = (key: string) => createApp({ [key]: 'x' }).then(() => undefined, String);
    expect(await refused('stgae')).toContain('The context key stgae does not exist; did you mean stage?');
    expect(await refused('notificationMail')).toContain('did you mean notificationEmail?');
    expect(await refused('review-worker')).toContain('did you mean reviewWorker?');
    expect(await refused('Samples')).toContain('did you mean samples?');
  });

  test('keys of CDK itself are accepted', async () => {
    await createApp({ '@aws-cdk/core:newStyleStackSynthesis': 'true', 'aws:cdk:enable-path-metadata': 'true' });
    await createApp({ 'availability-zones:account=1:region=us-east-1': 'us-east-1a' });
  });

  test('reviewWorker=off leaves the review queue to somebody else', async () => {
    const sources = async (context: Record<string, string>) =>
      ofType(await resourcesWith(context), 'AWS::Lambda::EventSourceMapping').map(({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn).replace(/^.*?"(\w+?)[0-9A-F]{8}".*$/, '$1'),
      );
    const all = await sources({});
    const withoutWorker = await sources({ reviewWorker: 'off' });
    expect(all.filter((source) => !withoutWorker.includes(source))).toEqual(['ReviewQueue']);
    expect(withoutWorker).toHaveLength(5);
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
      'append-case-entries',
      'seal-case-files',
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
