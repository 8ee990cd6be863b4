import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { type App, Validations } from 'aws-cdk-lib';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from 'cdk-nag';
import { consoleBuild } from '../../scripts/console.ts';
import { createApp, removeAssemblies } from './synthesized.ts';

afterAll(removeAssemblies);

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly conclusion: string;
    readonly suppressedViolations: readonly {
      readonly acknowledgedId: string;
      readonly acknowledgedAt: string;
      readonly reason: string;
      readonly violatingConstructs: readonly unknown[];
    }[];
  }[];
}

const acknowledgementsIn = (app: App): string[] =>
  app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data as object)),
    );

test('every finding of cdk-nag is acknowledged with its reason', async () => {
  const app = await createApp({
    stage: 'prod',
    notificationEmail: 'a@b.example',
    console: await consoleBuild(),
    samples: 'on',
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
  process.env.CDK_VALIDATION = 'true';
  const { directory } = app.synth();
  const report: Report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
  expect(report.pluginReports.map(({ pluginName, conclusion }) => [pluginName, conclusion])).toEqual([
    ['AwsSolutions', 'success'],
    ['Serverless', 'success'],
    ['NIST.800.53.R5', 'success'],
    ['CloudFormation Validate', 'success'],
  ]);
  const acknowledged = report.pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations);
  const findings = acknowledged.reduce((sum, { violatingConstructs }) => sum + violatingConstructs.length, 0);
  console.log(
    `${findings} findings acknowledged, by ${new Set(acknowledged.map(({ reason }) => reason)).size} reasons`,
  );
  for (const { reason } of acknowledged) expect(reason).toMatch(/^.{20,}\.$/);
  const inUse = new Set(acknowledged.map(({ acknowledgedId }) => acknowledgedId));
  expect(acknowledgementsIn(app).filter((id) => !inUse.has(id))).toEqual([]);
});

test('cdk-nag reports a queue without encryption in transit, which proves that it runs', async () => {
  const app = await createApp();
  new CfnQueue(app.node.findChild('account-applications'), 'Unprotected');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  expect(() => app.synth()).toThrow('AwsSolutions-SQS4');
});
