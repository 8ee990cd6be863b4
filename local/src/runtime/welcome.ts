import { basename } from 'node:path';
import { styleText } from 'node:util';
import type { Deployment, NotRun } from '../template/deployment.ts';
import type { Started } from './started.ts';

type Format = Parameters<typeof styleText>[0];
const style = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });

/** Resource types and their nouns, in the order of the list. */
const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'AWS::Events::EventBus': ['bus', 'buses'],
  'AWS::Events::Rule': ['rule', 'rules'],
  'AWS::Events::Archive': ['archive', 'archives'],
  'AWS::StepFunctions::StateMachine': ['state machine', 'state machines'],
  'AWS::Lambda::Function': ['function', 'functions'],
  'AWS::SQS::Queue': ['queue', 'queues'],
  'AWS::DynamoDB::Table': ['table', 'tables'],
  'AWS::SNS::Topic': ['topic', 'topics'],
  'AWS::ApiGatewayV2::Api': ['HTTP API', 'HTTP APIs'],
  'AWS::ApiGateway::RestApi': ['REST API', 'REST APIs'],
  'AWS::AppSync::GraphQLApi': ['GraphQL API', 'GraphQL APIs'],
  'AWS::Cognito::UserPool': ['user pool', 'user pools'],
  'AWS::IAM::Role': ['role', 'roles'],
};
const OTHERS = ['other resource', 'other resources'] as const;

const counted = (count: number, [one, many]: readonly [string, string]): string[] =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];

const presentOf = ({ created = 0, replaced = 0, updated = 0, unchanged = 0 }: Deployment['changes'][string]): number =>
  created + replaced + updated + unchanged;

const deployedLine = ({ changes }: Deployment): string => {
  const present = Object.entries(changes).map(([type, change]) => ({ type, count: presentOf(change) }));
  const countOf = (type: string) => present.find((each) => each.type === type)?.count ?? 0;
  const named = Object.entries(WORDS).flatMap(([type, words]) => counted(countOf(type), words));
  const others = present.filter(({ type }) => !(type in WORDS)).reduce((sum, { count }) => sum + count, 0);
  return `Deployed: ${[...named, ...counted(others, OTHERS)].join(', ') || 'nothing'}.`;
};

const notRunDetails = (notRun: readonly NotRun[]): string[] => {
  const counts = new Map<string, number>();
  for (const { type, property, reason } of notRun) {
    const line = `${property ? `${type}.${property}` : type}: ${reason}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => style('dim', `  ${count} × ${line}`));
};

const notRunLines = (notRun: readonly NotRun[], isDetailed: boolean): string[] => {
  if (notRun.length === 0) return [];
  const resources = notRun.filter(({ property }) => property === undefined).length;
  const parts = [
    ...counted(resources, ['resource', 'resources']),
    ...counted(notRun.length - resources, ['property', 'properties']),
  ];
  const line = `In the template and not run here: ${parts.join(' and ')}`;
  return isDetailed ? [`${line}:`, ...notRunDetails(notRun)] : [`${line} (--details lists them).`];
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/**
 * Returns a line if the runtime's clock is a minute or more ahead of the wall clock, which happens only after a clock
 * move.
 */
const clockLines = (aheadMs: number): string[] => {
  if (aheadMs < MINUTE_MS) return [];
  const [unit, one] =
    aheadMs >= DAY_MS ? [DAY_MS, 'day'] : aheadMs >= HOUR_MS ? [HOUR_MS, 'hour'] : [MINUTE_MS, 'minute'];
  const count = Math.floor(aheadMs / unit);
  const ahead = `${count} ${one}${count === 1 ? '' : 's'}`;
  return [
    `The clock is ${ahead} ahead of the wall clock, because it was moved; it does not go back. To start over, use another data directory.`,
  ];
};

/**
 * Lines that say where state is stored (`dataDir` undefined: in memory), how far the clock was moved, what is deployed,
 * and what is not run.
 */
export const summaryOf = (
  deployment: Deployment | undefined,
  {
    dataDir,
    isDetailed,
    aheadMs,
  }: { readonly dataDir: string | undefined; readonly isDetailed: boolean; readonly aheadMs: number },
): readonly string[] => [
  dataDir === undefined
    ? 'State is kept in memory and is lost when this process stops.'
    : `State is kept in ${dataDir}.`,
  ...clockLines(aheadMs),
  '',
  ...(deployment ? [deployedLine(deployment), ...notRunLines(deployment.notRun, isDetailed)] : []),
];

const outputLines = (deployment: Deployment | undefined): string[] =>
  (deployment?.outputs ?? []).map(({ stack, name, value }) => `  ${stack}.${name} = ${value}`);

/** Default text that a program prints once its assembly runs. */
export const welcome = ({ assembly, endpoint, deployment, seconds, summary }: Started): string => {
  const outputs = outputLines(deployment);
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return [
    style('bold', `${basename(assembly)} runs at ${endpoint}`) + style('dim', `  (${seconds.toFixed(1)} s)`),
    ...summary,
    ...(outputs.length > 0 ? ['Outputs:', ...outputs] : []),
    '',
    'For the AWS CLI (2.13 or newer; older ones take --endpoint-url) and SDKs, in another shell:',
    style('cyan', `  export ${assignments.join(' ')}`),
    '',
    `Mail: ${endpoint}/_local/mail   Clock: ${endpoint}/_local/clock   Stop: Ctrl-C`,
    '',
  ].join('\n');
};
