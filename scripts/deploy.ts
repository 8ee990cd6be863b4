// `npm run diff`, `deploy` and `destroy`: run the CDK CLI after checks that a plain `cdk` call does not make.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { dataAtRisk } from './deploy/data-at-risk.ts';
import { restingCost } from './deploy/resting-cost.ts';
import { findTarget } from './deploy/target.ts';

const ROOT = join(import.meta.dirname, '..');
const CDK = fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk'));
const USAGE = `Usage: npm run <diff | deploy | destroy> -- [-c key=value …] [--yes] [--lose-data] [options of the CDK CLI]

deploy shows the differences and the cost at rest, and asks before it changes anything.
  --yes        answers yes
  --lose-data  also answers yes where a resource that holds data is replaced, removed or abandoned

Choices (-c) are listed in docs/deploying.md, for example: -c stage=prod -c notificationEmail=you@example.com
`;

const NEEDS = `It needs credentials (for example aws sso login, then AWS_PROFILE=…), AWS_REGION, and once per account and region
npx cdk bootstrap. It would create the stacks, ask each mail address for a confirmation, and print the address of the API.
Every step, also the first users: docs/deploying.md. What would be created: npm run synth, then cdk.out/*.template.json.
`;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs the CDK CLI. If `isShown` is true, the CLI uses the terminal; otherwise its output is returned. */
function cdk(
  args: readonly string[],
  { isShown }: { readonly isShown: boolean },
): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, [CDK, ...args], {
    cwd: ROOT,
    stdio: isShown ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: isShown ? process.env : { ...process.env, NO_COLOR: '1' },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

/** Asks a yes/no question on the terminal. Without a terminal the answer is no. */
async function confirms(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    print(`${question} There is no terminal to answer; use --yes.`);
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

/** Monthly cost, without traffic, of all templates in cdk.out. */
function costOfAssembly(): string {
  const directory = join(ROOT, 'cdk.out');
  const templates = readdirSync(directory).filter((name) => name.endsWith('.template.json'));
  const costs = templates.map((name) => restingCost(JSON.parse(readFileSync(join(directory, name), 'utf8'))));
  const sum = (part: 'alarms' | 'dashboards' | 'polls') => costs.reduce((total, cost) => total + cost[part], 0);
  const total = (sum('alarms') + sum('dashboards') + sum('polls')).toFixed(2);
  return `At rest it costs about $${total} a month: alarms $${sum('alarms').toFixed(2)}, dashboards $${sum('dashboards').toFixed(2)}, polls of queues $${sum('polls').toFixed(2)} (us-east-1, without free tier; stored data and traffic are extra).`;
}

async function deploy(args: readonly string[], answers: { yes: boolean; loseData: boolean }): Promise<number> {
  print('Comparing with what is deployed …');
  const diff = await cdk(['diff', '--all', ...args], { isShown: false });
  print(diff.text.trimEnd());
  if (diff.code !== 0) return diff.code;
  print(costOfAssembly());
  const risks = dataAtRisk(diff.text);
  if (risks.length > 0) {
    print(`These hold data and would be replaced, removed or abandoned:\n  ${risks.join('\n  ')}`);
    if (!answers.loseData && !(await confirms('Deploy and lose or abandon this data?'))) return declined();
  } else if (!answers.yes && !(await confirms('Deploy?'))) return declined();
  return (await cdk(['deploy', '--all', '--require-approval', 'never', '--app', 'cdk.out', ...args], { isShown: true }))
    .code;
}

function declined(): number {
  print('Nothing was changed.');
  return 1;
}

async function main(command: string | undefined, args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    print(USAGE);
    return 0;
  }
  const target = await findTarget(process.env);
  if (target.kind === 'none') {
    process.stderr.write(`${target.reason}\n\nNothing was ${command === 'diff' ? 'compared' : 'changed'}. ${NEEDS}`);
    return 2;
  }
  print(`Account ${target.account}, region ${target.region}.`);
  const cdkArgs = args.filter((arg) => arg !== '--yes' && arg !== '--lose-data');
  if (command === 'deploy')
    return deploy(cdkArgs, { yes: args.includes('--yes'), loseData: args.includes('--lose-data') });
  return (await cdk([command === 'destroy' ? 'destroy' : 'diff', '--all', ...cdkArgs], { isShown: true })).code;
}

const [command, ...args] = process.argv.slice(2);
process.exitCode = await main(command, args);
