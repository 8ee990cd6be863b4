// `npm run smoke -- --stack NAME [--region REGION]`: sends four applications through a deployment and checks each effect.
import { parseArgs, styleText } from 'node:util';
import { workerStates } from '../cli/doctor/check-reviews.ts';
import type { Finding } from '../cli/doctor/finding.ts';
import { STACK_NAME } from '../cli/system-names.ts';
import { checkSettings } from './smoke/check-settings.ts';
import { cleanUp } from './smoke/clean-up.ts';
import { createSmokeClients } from './smoke/clients.ts';
import { checkDeadLetters, deadLetterCounts } from './smoke/dead-letters.ts';
import { findDeployment } from './smoke/deployment.ts';
import { samplesOf } from './smoke/samples.ts';
import { walk } from './smoke/walk.ts';

const USAGE = `Usage: npm run smoke -- [--stack NAME] [--region REGION] [--timeout SECONDS] [--keep]

Examines a deployment: rules, archive, mail subscription and alarms. Then it submits four applications with ids of its own,
decides two of them, checks records, notifications and accounts, and deletes what it made. Uses the credentials of the AWS SDK,
or the system on this machine if AWS_ENDPOINT_URL is set: eval "$(npm run -s env)".

  --stack    name of the stack on AWS (default: account-applications, after the prefix in APPS_PREFIX)
  --region   region of the stack (default: AWS_REGION or the profile's region)
  --timeout  longest wait for each step, in seconds (default: 120)
  --keep     keeps the applications, to look at them

The exit code is 0 if everything works, 1 if a check fails, and 2 if the deployment cannot be examined.
`;

const MARKS = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

const styled = (format: Parameters<typeof styleText>[0], text: string): string =>
  styleText(format, text, { stream: process.stdout });
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function show({ check, severity, text, remedy }: Finding): void {
  print(`${styled(MARKS[severity], severity.padEnd(4))}  ${check.padEnd(34)}  ${text}`);
  if (remedy !== undefined) print(`      → ${remedy}`);
}

const hasFailed = (findings: readonly Finding[]): boolean => findings.some(({ severity }) => severity === 'fail');

interface Options {
  readonly stack: string;
  readonly timeoutMs: number;
  readonly isKept: boolean;
}

/** Examines the deployment; returns whether everything works. */
async function examine({ stack, timeoutMs, isKept }: Options): Promise<boolean> {
  const clients = createSmokeClients();
  const settings = await checkSettings(clients, await findDeployment(clients.stacks, stack, process.env));
  for (const finding of settings) show(finding);
  if (hasFailed(settings)) {
    print('\nNo application was submitted, because a check has failed.');
    return false;
  }
  const samples = samplesOf(Date.now().toString(36));
  const hasReviewWorker = (await workerStates(clients)).length > 0;
  const before = await deadLetterCounts(clients);
  print(`\nSubmitting ${samples.length} applications; each step may take up to ${timeoutMs / 1_000} s …`);
  try {
    const walks = await Promise.all(samples.map((sample) => walk({ clients, sample, timeoutMs, hasReviewWorker })));
    const findings = [...walks, checkDeadLetters(before, await deadLetterCounts(clients))];
    for (const finding of findings) show(finding);
    return !hasFailed(findings);
  } finally {
    if (!isKept) {
      await cleanUp(clients, samples);
      print(
        '\nRecords, reviews and accounts of these applications are deleted. Their case files, executions and archived events stay until their retention ends.',
      );
    }
  }
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      stack: { type: 'string', default: STACK_NAME },
      region: { type: 'string' },
      timeout: { type: 'string', default: '120' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return undefined;
  }
  const timeoutMs = Number(values.timeout) * 1_000;
  if (!(timeoutMs > 0)) throw new Error(`--timeout is ${values.timeout}; it must be a number of seconds.`);
  if (values.region !== undefined) process.env.AWS_REGION = values.region;
  return { stack: values.stack, timeoutMs, isKept: values.keep };
}

async function main(): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}`);
    return 2;
  }
  if (options === undefined) return 0;
  const works = await examine(options);
  const verdict = works ? styled('green', 'The deployment works.') : styled('red', 'The deployment does not work.');
  print(`\n${verdict}`);
  return works ? 0 : 1;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`The deployment cannot be examined: ${messageOf(error)}\n`);
  process.exitCode = 2;
}
