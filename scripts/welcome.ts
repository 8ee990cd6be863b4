import { styleText } from 'node:util';
import type { Started } from 'one-machine';
import { prefixed } from '../events/names.ts';

type Format = Parameters<typeof styleText>[0];
const style = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });

/** Commands that submit an application and read its record. With a prefix, the names of bus and table begin with it. */
const firstEvent = (prefix: string | undefined): string =>
  `  aws events put-events --entries '[{
    "EventBusName": "${prefixed('account-applications', prefix)}", "Source": "account-applications", "DetailType": "ApplicationSubmitted",
    "Detail": "{\\"application\\":{\\"id\\":\\"a-1\\",\\"name\\":\\"Spock\\",\\"address\\":\\"123 Enterprise Street\\"}}"}]'
  aws dynamodb get-item --table-name ${prefixed('applications', prefix)} --key '{"id":{"S":"a-1"}}'`;

const envCommand = (endpoint: string): string =>
  endpoint.endsWith(':4566') ? '  eval "$(npm run -s env)"' : `  eval "$(AWS_ENDPOINT_URL=${endpoint} npm run -s env)"`;

const prefixCommand = (prefix: string | undefined): string =>
  prefix === undefined ? '' : `\n  export APPS_PREFIX=${prefix}`;

/**
 * The text that `npm start` prints once the system runs: endpoint, deployed resources, example commands, console.
 * `prefix`: the prefix of the deployment's names.
 */
export const welcome = (
  { endpoint, seconds, summary }: Started,
  consoleUrl: string,
  prefix: string | undefined,
): string =>
  [
    style('bold', `Account applications run at ${endpoint}`) + style('dim', `  (${seconds.toFixed(1)} s)`),
    ...summary,
    '',
    'Try in a second shell:',
    style('cyan', `${envCommand(endpoint)}${prefixCommand(prefix)}\n${firstEvent(prefix)}`),
    '',
    `Mail: ${endpoint}/_local/mail   Clock: ${endpoint}/_local/clock   Stop: Ctrl-C`,
    '',
    `${style('bold', `Console: ${consoleUrl}`)}  (sign in as reviewer-1, supervisor-1 or operator-1)`,
    '',
  ].join('\n');
