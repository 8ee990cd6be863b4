import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createApp, type Resource, removeAssemblies, resourcesWith } from '../infra/synthesized.ts';

afterAll(removeAssemblies);

const PROD = { stage: 'prod', notificationEmail: 'a@b.example' };

const ofType = (resources: ReadonlyMap<string, Resource>, type: string): Resource[] =>
  [...resources.values()].filter(({ Type }) => Type === type);

interface Trust {
  readonly Principal: { readonly Service: string };
  readonly Condition?: { readonly StringEquals?: object };
}

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

  test('stage=prod requires a second factor and gives tokens of 15 minutes; no page on a machine may sign people in', async () => {
    const resources = await resourcesWith(PROD);
    const [pool] = ofType(resources, 'AWS::Cognito::UserPool');
    expect([pool?.Properties.MfaConfiguration, pool?.Properties.EnabledMfas]).toEqual(['ON', ['SOFTWARE_TOKEN_MFA']]);
    const tools = ofType(resources, 'AWS::Cognito::UserPoolClient').find(
      ({ Properties }) => Properties.ClientName === 'tools',
    );
    expect(tools?.Properties).toMatchObject({
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
    });
    const { Parameters } = (await createApp(PROD)).synth().getStackByName('account-applications-prod').template;
    expect(Parameters.ConsoleOrigin.Default).toBe('https://console.invalid');
  });

  test.each([['dev'], ['prod']])('stage=%s allows no sign-in that sends a password to the API', async (stage) => {
    const resources = await resourcesWith(stage === 'prod' ? PROD : {});
    const clients = ofType(resources, 'AWS::Cognito::UserPoolClient');
    expect(clients.map(({ Properties }) => Properties.ExplicitAuthFlows)).toEqual(
      clients.map(() => ['ALLOW_REFRESH_TOKEN_AUTH']),
    );
    expect(clients).toHaveLength(2);
  });

  test('stage=dev deletes all resources with the stack', async () => {
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

  test('alarmEmail sends alarms to another address', async () => {
    const given = { notificationEmail: 'a@b.example', alarmEmail: 'on-call@b.example' };
    expect(subscribers(await resourcesWith(given))).toEqual([
      ['application-outcomes', 'a@b.example'],
      ['application-alarms', 'on-call@b.example'],
    ]);
  });

  test('checkRules with a file that is not valid is refused with the faults and what to do', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rules-')), 'rules.json');
    writeFileSync(file, '{"version":2,"lists":{},"checks":{"NAME":[]}}');
    await expect(createApp({ checkRules: file })).rejects.toThrow(
      `The check rules in ${file} are not valid: checks has no member ADDRESS; it must be an object with the members NAME and ADDRESS. Correct the file (apps rules check ${file}), or give another with -c checkRules=FILE.`,
    );
    await expect(createApp({ checkRules: 'no-such-file.json' })).rejects.toThrow(
      'The check rules in no-such-file.json are not valid: The file cannot be read.',
    );
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

  test('operators see the state machine of applications, those of the samples with samples=on, and those of otherMachines', async () => {
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

  test('services may assume the roles of all stacks only for resources of this account, API Gateway excepted', async () => {
    const app = await createApp({ samples: 'on', streams: 'on', sealArchive: 'on' });
    const resources = app.synth().stacks.flatMap(({ template }) => Object.values<Resource>(template.Resources));
    const trusts = resources.flatMap(({ Type, Properties }) =>
      Type === 'AWS::IAM::Role' ? (Properties.AssumeRolePolicyDocument as { Statement: Trust[] }).Statement : [],
    );
    const isLimited = ({ Condition }: Trust) => Object.hasOwn(Condition?.StringEquals ?? {}, 'aws:SourceAccount');
    expect(trusts.length).toBeGreaterThan(50);
    expect(trusts.filter((trust) => !isLimited(trust)).map(({ Principal }) => Principal.Service)).toEqual([
      'apigateway.amazonaws.com',
    ]);
  });

  test('decidingConcurrency reserves executions for the function that decides, and for no other', async () => {
    const reserved = async (context: Record<string, string>) =>
      ofType(await resourcesWith(context), 'AWS::Lambda::Function').flatMap(({ Properties }) =>
        Properties.ReservedConcurrentExecutions === undefined
          ? []
          : [[Properties.FunctionName, Properties.ReservedConcurrentExecutions]],
      );
    expect(await reserved({})).toEqual([]);
    expect(await reserved({ decidingConcurrency: '20' })).toEqual([['decide-reviews', 20]]);
    for (const wrong of ['0', '901', 'many', '1.5'])
      await expect(createApp({ decidingConcurrency: wrong })).rejects.toThrow(
        `The context value decidingConcurrency is ${wrong}; it must be 1 to 900.`,
      );
  });

  test('an unknown key is refused with the most similar known key', async () => {
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

  test('reviewWorker=off deploys no consumer of the review queue', async () => {
    const sources = async (context: Record<string, string>) =>
      ofType(await resourcesWith(context), 'AWS::Lambda::EventSourceMapping').map(({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn).replace(/^.*?"(\w+?)[0-9A-F]{8}".*$/, '$1'),
      );
    const all = await sources({});
    const withoutWorker = await sources({ reviewWorker: 'off' });
    expect(all.filter((source) => !withoutWorker.includes(source))).toEqual(['ReviewQueue']);
    expect(withoutWorker).toHaveLength(7);
  });

  test('reviewWorker=off leaves out the functions that fill the ledger and close its entries at once, but not the ledger itself', async () => {
    const resources = await resourcesWith({ reviewWorker: 'off' });
    const names = ofType(resources, 'AWS::Lambda::Function').map(({ Properties }) => Properties.FunctionName);
    expect(names).toEqual([
      'register-application',
      'check-name',
      'check-address',
      'record-outcome',
      'request-information',
      'apply-amendment',
      'take-amendment',
      'announce-outcomes',
      'open-account',
      'notify',
      'decide-reviews',
      'keep-reviews',
      'append-case-entries',
      'seal-case-files',
      'reconcile-outcomes',
      'redrive-dead-letters',
      'steer-executions',
      'erase-applicants',
      'accept-submissions',
      'answer-queries',
      'replay-archive',
    ]);
    const tables = ofType(resources, 'AWS::DynamoDB::Table').map(({ Properties }) => Properties.TableName);
    expect(tables).toEqual(expect.arrayContaining(['reviews', 'review-tokens']));
  });

  test('reviewDeadlineDays is the time until a review expires', async () => {
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

describe('The review policy', () => {
  const policyOf = async (context: Readonly<Record<string, string>>) => {
    const functions = ofType(await resourcesWith(context), 'AWS::Lambda::Function');
    const of = (name: string) =>
      functions.find(({ Properties }) => Properties.FunctionName === name)?.Properties.Environment as {
        readonly Variables: Readonly<Record<string, string>>;
      };
    return {
      twoPeople: JSON.parse(of('record-outcome').Variables.TWO_PEOPLE ?? ''),
      secondSeesFirst: [of('decide-reviews'), of('answer-queries')].map(({ Variables }) => Variables.SECOND_SEES_FIRST),
    };
  };

  test('requires two people if both checks are flagged and for a sample of 5 %; the second does not see the first', async () => {
    expect(await policyOf({})).toEqual({
      twoPeople: { reasons: [['NAME', 'ADDRESS']], samplePercent: 5 },
      secondSeesFirst: ['false', 'false'],
    });
  });

  test('has no sample if another consumer answers the review requests', async () => {
    const { twoPeople } = await policyOf({ reviewWorker: 'off' });
    expect(twoPeople).toEqual({ reasons: [['NAME', 'ADDRESS']], samplePercent: 0 });
  });

  test('comes from the file that reviewPolicy names', async () => {
    const { twoPeople } = await policyOf({ reviewPolicy: 'workflow/one-person-policy.json', reviewWorker: 'off' });
    expect(twoPeople).toEqual({ reasons: [], samplePercent: 0 });
  });

  test.each([
    ['package.json', /policy must have required property 'twoPeople'/],
    ['missing.json', /missing\.json cannot be read as JSON/],
  ])('that is not valid (%s) is refused with the file and what is wrong', async (file, message) => {
    await expect(resourcesWith({ reviewPolicy: file })).rejects.toThrow(message);
  });
});
