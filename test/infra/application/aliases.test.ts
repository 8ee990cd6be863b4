import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  actionsOf,
  aliasOf,
  allOf,
  idOf,
  loadApplicationStack,
  namesOf,
  propertiesOf,
  resourceOf,
  roleOfFunction,
  statementsOf,
} from '../application-stack.ts';
import { removeAssemblies, resourcesWith } from '../synthesized.ts';

beforeAll(loadApplicationStack);
afterAll(removeAssemblies);

describe('A new version of a function', () => {
  test('gets its callers by an alias, except from state machines', () => {
    const named = allOf('AWS::Lambda::Alias').map(({ FunctionName }) => (FunctionName as { Ref: string }).Ref);
    const functions = named.map((id) => resourceOf(id)?.Properties.FunctionName);
    expect(functions.map(String).toSorted()).toEqual([
      'accept-submissions',
      'announce-outcomes',
      'answer-queries',
      'append-case-entries',
      'close-review',
      'decide-reviews',
      'erase-applicants',
      'keep-reviews',
      'notify',
      'open-account',
      'receive-reviews',
      'reconcile-outcomes',
      'redrive-dead-letters',
      'replay-archive',
      'seal-case-files',
      'steer-executions',
      'take-amendment',
    ]);
    expect(new Set(namesOf('AWS::Lambda::Alias', 'Name'))).toEqual(new Set(['live']));
  });

  test('is rolled back by an alarm on its own errors, not on errors of the version before', () => {
    const id = aliasOf(idOf('AWS::Lambda::Function', 'FunctionName', 'decide-reviews'));
    expect(propertiesOf('AWS::CloudWatch::Alarm', 'AlarmName', 'decide-reviews-new-version-errors')).toMatchObject({
      MetricName: 'Errors',
      Namespace: 'AWS/Lambda',
      Threshold: 1,
      Dimensions: [
        { Name: 'ExecutedVersion', Value: resourceOf(id)?.Properties.FunctionVersion },
        { Name: 'FunctionName', Value: 'decide-reviews' },
        { Name: 'Resource', Value: 'decide-reviews:live' },
      ],
    });
    const group = propertiesOf('AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName', 'decide-reviews');
    expect(group).toMatchObject({
      AlarmConfiguration: {
        Enabled: true,
        Alarms: [{ Name: { Ref: idOf('AWS::CloudWatch::Alarm', 'AlarmName', 'decide-reviews-new-version-errors') } }],
      },
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    });
  });

  test.each([
    ['dev', 'CodeDeployDefault.LambdaAllAtOnce'],
    ['prod', 'CodeDeployDefault.LambdaCanary10Percent5Minutes'],
  ])('gets its callers in %s by the deployment configuration %s', async (stage, config) => {
    const resources = [...(await resourcesWith({ stage, notificationEmail: 'a@b.example' })).values()];
    const groups = resources.filter(({ Type }) => Type === 'AWS::CodeDeploy::DeploymentGroup');
    expect(groups).toHaveLength(17);
    for (const { Properties } of groups) expect(Properties.DeploymentConfigName).toBe(config);
  });

  test('leaves room for more resources in the stack, which can have 500', async () => {
    const resources = await resourcesWith({ stage: 'prod', notificationEmail: 'a@b.example' });
    expect(resources.size).toBeLessThanOrEqual(450);
  });
});

describe('Roles name aliases', () => {
  test('the keeper may call the alias of decide-reviews only', () => {
    const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) =>
      JSON.stringify(Roles).includes(`"${roleOfFunction('keep-reviews')}"`),
    );
    const invoke = policies.flatMap(statementsOf).find((each) => actionsOf(each).includes('lambda:InvokeFunction'));
    const alias = aliasOf(idOf('AWS::Lambda::Function', 'FunctionName', 'decide-reviews'));
    expect(invoke?.Resource).toEqual({ Ref: alias });
  });

  test('CodeDeploy may move the aliases of this stack and read their alarms, nothing else', () => {
    const [{ ServiceRoleArn } = {}] = allOf('AWS::CodeDeploy::DeploymentGroup');
    const role = (ServiceRoleArn as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0];
    const policies = allOf('AWS::IAM::Policy').filter(({ Roles }) => JSON.stringify(Roles).includes(`"${role}"`));
    const namesOfArns = ({ Resource }: { Resource: unknown }) =>
      [Resource]
        .flat()
        .map((arn) => String((arn as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].at(-1)))
        .toSorted();
    const moved = namesOf('AWS::CodeDeploy::DeploymentGroup', 'DeploymentGroupName').map(String).toSorted();
    expect(policies.flatMap(statementsOf).map((each) => [actionsOf(each), namesOfArns(each)])).toEqual([
      [['lambda:GetAlias', 'lambda:UpdateAlias'], moved.map((name) => `:function:${name}`)],
      [['lambda:GetProvisionedConcurrencyConfig'], moved.map((name) => `:function:${name}:*`)],
      [['cloudwatch:DescribeAlarms'], moved.map((name) => `:alarm:${name}-new-version-errors`)],
    ]);
  });
});
