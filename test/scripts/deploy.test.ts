import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dataAtRisk } from '../../scripts/deploy/data-at-risk.ts';
import { restingCost } from '../../scripts/deploy/resting-cost.ts';
import { assemblyFor } from '../../scripts/synth.ts';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';

const ROOT = join(import.meta.dirname, '../..');

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

/** Runs a program with only these environment variables and with an empty home directory. */
const run = (file: string, args: readonly string[], variables: Record<string, string> = {}) => {
  const env = { PATH: process.env.PATH ?? '', HOME: directory, AWS_EC2_METADATA_DISABLED: 'true', ...variables };
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [file, ...args], { env, cwd: ROOT }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
};

const deploy = (command: string, variables?: Record<string, string>) =>
  run(join(ROOT, 'scripts/deploy.ts'), [command], variables);

describe.each(['diff', 'deploy', 'destroy'])('npm run %s', (command) => {
  test('stops before synthesis if there are no credentials, and refers to docs/deploying.md', async () => {
    const { code, stdout, stderr } = await deploy(command, { AWS_REGION: 'eu-central-1' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^This shell has no AWS credentials\.\n\nNothing was (changed|compared)\. It needs credentials/,
    );
    expect(stderr).toContain('docs/deploying.md');
  });

  test('refuses to run in a shell whose AWS_ENDPOINT_URL is the local runtime', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/_local/health' ? 200 : 404).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
    const { code, stderr } = await deploy(command, { AWS_ENDPOINT_URL: endpoint, ...keys });
    server.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`This shell points at the system on this machine (AWS_ENDPOINT_URL=${endpoint})`);
    expect(stderr).toContain('unset AWS_ENDPOINT_URL');
  });
});

describe('Before a deployment', () => {
  test('resources with data that it would replace, remove or abandon are found in the output of cdk diff', async () => {
    const assembly = await assemblyFor({});
    const template = JSON.parse(readFileSync(join(assembly, 'account-applications.template.json'), 'utf8'));
    const table = Object.values<{ Properties: { TableName?: string } }>(template.Resources).find(
      ({ Properties }) => Properties?.TableName === 'accounts',
    );
    if (table !== undefined) table.Properties.TableName = 'former-accounts';
    template.Resources.FormerQueue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'former' } };
    template.Resources.FormerTable = { Type: 'AWS::DynamoDB::Table', DeletionPolicy: 'Retain', Properties: {} };
    template.Resources.FormerAlarm = { Type: 'AWS::CloudWatch::Alarm', Properties: {} };
    const deployed = join(directory, 'deployed.json');
    writeFileSync(deployed, JSON.stringify(template));
    const { stdout, stderr } = await run(
      join(ROOT, 'node_modules/aws-cdk/bin/cdk'),
      ['diff', '--app', assembly, 'account-applications', '--template', deployed],
      { NO_COLOR: '1', CI: '' },
    );
    expect(dataAtRisk(stdout + stderr)).toEqual([
      'AWS::SQS::Queue FormerQueue: destroy',
      'AWS::DynamoDB::Table FormerTable: orphan',
      'AWS::DynamoDB::Table Accounts/Accounts/Table: replace',
    ]);
  });

  test('its cost without traffic includes each metric of an alarm, each dashboard and the polls of each queue', () => {
    const metric = { MetricStat: { Metric: {} } };
    const query = "SELECT SUM(Throttles) FROM x WHERE FunctionName = 'a' OR FunctionName = 'b' OR FunctionName = 'c'";
    const cost = restingCost({
      Resources: {
        Simple: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        Sum: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: 'SUM' }, metric, metric] } },
        Query: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics: [{ Expression: query }] } },
        Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: {} },
        Queue: { Type: 'AWS::SQS::Queue' },
        Dashboard: { Type: 'AWS::CloudWatch::Dashboard' },
      },
    });
    expect(cost.dashboards).toBe(3);
    expect(cost.alarms).toBeCloseTo(0.6);
    expect(cost.polls).toBeCloseTo(0.2592);
  });
});
