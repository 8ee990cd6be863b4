import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { createApp, removeAssemblies } from './synthesized.ts';

afterAll(removeAssemblies);

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly conclusion: string }[];
}

test('cdk-nag finds nothing that is not acknowledged with its reason', async () => {
  const app = await createApp({ stage: 'prod', notificationEmail: 'a@b.example' });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
  const { directory } = app.synth();
  const report: Report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
  expect(report.pluginReports.map(({ pluginName, conclusion }) => [pluginName, conclusion])).toEqual([
    ['AwsSolutions', 'success'],
    ['Serverless', 'success'],
    ['NIST.800.53.R5', 'success'],
  ]);
});

test('cdk-nag finds a queue without encryption in transit, so it does look', async () => {
  const app = await createApp();
  new CfnQueue(app.node.findChild('account-applications'), 'Unprotected');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
});
