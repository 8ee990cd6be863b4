import { styleText } from 'node:util';
import type { Runtime } from '../local/src/runtime/runtime.ts';
import type { Deployment } from '../local/src/template/deployer.ts';

type Format = Parameters<typeof styleText>[0];
const style = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });

/** What a reader wants to know of a deployment, in this order: resource types and their words. */
const WORDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  'AWS::Events::EventBus': ['bus', 'buses'],
  'AWS::Events::Rule': ['rule', 'rules'],
  'AWS::Events::Archive': ['archive', 'archives'],
  'AWS::StepFunctions::StateMachine': ['state machine', 'state machines'],
  'AWS::Lambda::Function': ['function', 'functions'],
  'AWS::SQS::Queue': ['queue', 'queues'],
  'AWS::DynamoDB::Table': ['table', 'tables'],
  'AWS::SNS::Topic': ['topic', 'topics'],
  'AWS::IAM::Role': ['role', 'roles'],
};

const countOf = (changes: Deployment['changes'][string] | undefined): number =>
  (changes?.created ?? 0) + (changes?.updated ?? 0) + (changes?.unchanged ?? 0);

const deployedLine = ({ changes }: Deployment): string =>
  Object.entries(WORDS)
    .map(([type, [one, many]]) => ({ count: countOf(changes[type]), one, many }))
    .filter(({ count }) => count > 0)
    .map(({ count, one, many }) => `${count} ${count === 1 ? one : many}`)
    .join(', ');

const notRunLines = ({ notRun }: Deployment): string[] => {
  const counts = new Map<string, number>();
  for (const { type, property, reason } of notRun) {
    const line = `${property ? `${type}.${property}` : type}: ${reason}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => `  ${count} × ${line}`);
};

/** The clients' view of where state lives: the path, or that it is lost at the end. */
const stateLine = (dataDir: string | undefined): string =>
  dataDir === undefined ? 'State is in memory and gone when this stops.' : `State is kept in ${dataDir}.`;

const FIRST_EVENT = `  aws events put-events --entries '[{
    "EventBusName": "account-applications", "Source": "account-applications", "DetailType": "ApplicationSubmitted",
    "Detail": "{\\"application\\":{\\"id\\":\\"a-1\\",\\"name\\":\\"Spock\\",\\"address\\":\\"123 Enterprise Street\\"}}"}]'
  aws dynamodb get-item --table-name applications --key '{"id":{"S":"a-1"}}'`;

const envCommand = (endpoint: string): string =>
  endpoint.endsWith(':4566') ? '  eval "$(npm run -s env)"' : `  eval "$(AWS_ENDPOINT_URL=${endpoint} npm run -s env)"`;

/** What `npm start` says once everything runs: where, what, what not, and what to try next. */
export const welcome = (
  { endpoint, deployment }: Runtime,
  { seconds, dataDir, consoleUrl }: { seconds: number; dataDir: string | undefined; consoleUrl: string },
): string => {
  const lines = [
    style('bold', `Account applications run at ${endpoint}`) + style('dim', `  (${seconds.toFixed(1)} s)`),
  ];
  lines.push(stateLine(dataDir), '');
  if (deployment) {
    const notRun = notRunLines(deployment);
    lines.push(`Deployed: ${deployedLine(deployment)}.`);
    if (notRun.length > 0) lines.push('In the template and not run here:', ...notRun.map((line) => style('dim', line)));
    lines.push('');
  }
  lines.push('Try in a second shell:', style('cyan', `${envCommand(endpoint)}\n${FIRST_EVENT}`));
  lines.push('', `Mail: ${endpoint}/_local/mail   Clock: ${endpoint}/_local/clock   Stop: Ctrl-C`);
  lines.push('', `${style('bold', `Console: ${consoleUrl}`)}  (sign in as reviewer-1, supervisor-1 or operator-1)`, '');
  return lines.join('\n');
};
