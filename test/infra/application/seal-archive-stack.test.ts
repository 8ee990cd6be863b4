import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { SealArchiveStack } from '../../../infra/application/seal-archive-stack.ts';
import { stageNamed } from '../../../infra/application/stage.ts';
import { removeDirectory, temporaryDirectory } from '../../local/kernel.ts';
import { RULES } from '../rules/rules.ts';
import type { Properties, Resource } from '../synthesized.ts';

const directory = temporaryDirectory();
afterAll(() => removeDirectory(directory));

const synthesized = (stageName: string): ReadonlyMap<string, Resource> => {
  const outdir = join(directory, stageName);
  const app = new App({ outdir, analyticsReporting: false });
  const stage = stageNamed(stageName);
  if (stage === undefined) throw new Error(`There is no stage ${stageName}.`);
  new SealArchiveStack(app, 'seals', { stage, alarmEmail: 'a@b.example' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
  return new Map(Object.entries(app.synth().getStackByName('seals').template.Resources));
};

let resources: ReadonlyMap<string, Resource>;
beforeAll(() => {
  resources = synthesized('prod');
});

const onlyOne = (type: string, among = resources): Properties => {
  const found = [...among.values()].filter(({ Type }) => Type === type);
  expect(found).toHaveLength(1);
  return found[0]?.Properties ?? {};
};

describe('The archive of seals', () => {
  test('follows the rules of every template, apart from the removal policies, which all stacks get together', () => {
    const template = { Resources: Object.fromEntries(resources) };
    const findings = RULES.filter(({ name }) => !name.includes('retained when')).flatMap((rule) =>
      rule.check(template),
    );
    expect(findings).toEqual([]);
  });

  test('has no finding of cdk-nag that is not acknowledged with its reason', () => {
    const report = JSON.parse(readFileSync(join(directory, 'prod/validation-report.json'), 'utf8'));
    const conclusions = report.pluginReports.map(({ conclusion }: { conclusion: string }) => conclusion);
    expect(new Set(conclusions)).toEqual(new Set(['success']));
  });

  test('keeps each object for ten years in compliance mode in production, and for a day in development', () => {
    expect(onlyOne('AWS::S3::Bucket')).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 3653 } } },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(onlyOne('AWS::S3::Bucket', synthesized('dev'))).toMatchObject({
      ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 1 } } },
    });
  });

  test('may only put objects below seals/, each named by the number of its seal', () => {
    const policies = [...resources.values()].filter(({ Type }) => Type === 'AWS::IAM::Policy');
    expect(JSON.stringify(policies).match(/s3:\w+/g)).toEqual(['s3:PutObject']);
    const { DefinitionString } = onlyOne('AWS::StepFunctions::StateMachine');
    const { Arguments } = JSON.parse(String(DefinitionString)).States['Store Seal'];
    expect(Arguments).toMatchObject({
      Key: "{% 'seals/' & $pad($string($states.input.number), -8, '0') & '.json' %}",
      ChecksumAlgorithm: 'SHA256',
    });
  });

  test('gets every seal that is announced', () => {
    expect(onlyOne('AWS::Events::Rule')).toMatchObject({
      EventBusName: 'account-applications',
      EventPattern: { source: ['account-applications'], 'detail-type': ['CaseFilesSealed'] },
      Targets: [{ InputPath: '$.detail' }],
    });
  });
});
