// `npm run iam [-- --json]`: runs every path that needs a permission and reports which grants of the template were used.
import { parseArgs } from 'node:util';
import { start } from 'one-machine';
import { checkGrants } from './iam/check-grants.ts';
import type { Judgement } from './iam/judge.ts';
import type { Grant } from './iam/permissions.ts';
import { assemblyFor, LOCAL_CONTEXT } from './synth.ts';

const ARN_PREFIX = /^arn:aws:([a-z]+):[a-z0-9-]*:\d*:/;
/** Matches the suffix that CloudFormation adds to a role's name. */
const NAME_SUFFIX = /-[A-Z0-9]{12}$/;

const short = (arn: string): string => arn.replace(ARN_PREFIX, '$1 ').replace(NAME_SUFFIX, '').slice(0, 64);

const row = (mark: string, { holder, action, resource }: Grant, note: string): string =>
  `${mark.padEnd(7)} ${short(holder).padEnd(64)} ${action.padEnd(28)} ${short(resource).padEnd(44)} ${note}`;

const table = ({ used, explained, faults }: Judgement): string[] =>
  [
    ...used.map((grant) => row('used', grant, `${grant.count} ×`)),
    ...explained.map((grant) => row('on AWS', grant, grant.why)),
    ...faults.unused.map((grant) => row('UNUSED', grant, '')),
  ].toSorted((left, right) => (left.slice(8) < right.slice(8) ? -1 : 1));

const faultLines = ({ faults }: Judgement): string[] => [
  ...faults.unused.map((grant) => row('unused', grant, 'remove it, or explain it in scripts/iam/explained.ts')),
  ...faults.redundant.map((grant) => row('needless', grant, 'another statement allows each of its calls')),
  ...faults.unexplainedWildcards.map((grant) =>
    row('wildcard', grant, 'narrow it, or explain it in scripts/iam/explained.ts'),
  ),
  ...faults.staleReasons.map((why) => `explanation without a grant: ${why}`),
  ...faults.denied.map(({ message }) => `denied: ${message}`),
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const assembly = await assemblyFor(LOCAL_CONTEXT);
  const log = { info: () => {}, warn: () => {}, error: console.error };
  const aws = await start({ assembly, log });
  const judgement = await checkGrants(aws, (path) => values.json || print(`… ${path}`));
  await aws.stop();
  const faults = faultLines(judgement);
  if (values.json) print(JSON.stringify(judgement, null, 2));
  else {
    for (const line of ['', ...table(judgement), '', ...faults]) print(line);
    const { used, explained, wildcards } = judgement;
    const all = used.length + explained.length + judgement.faults.unused.length;
    print(
      `${all} grants: ${used.length} used, ${explained.length} used only on AWS, ${judgement.faults.unused.length} unused; ` +
        `${wildcards.length} wildcards with a reason; ${faults.length} faults`,
    );
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
};

await main();
