import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { workflowFaults } from './workflow-parser.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const FILES = readdirSync(FOLDER);
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

const packageScripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
).scripts;

/** A commit and the version that it is; a tag alone can be moved to other code. */
const PINNED = /^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+(?:\.\d+)*$/;

const faultsOf = (text: string): readonly string[] => {
  const faults: string[] = [];
  for (const [, used = ''] of text.matchAll(/uses: (.*)$/gm))
    if (!PINNED.test(used)) faults.push(`${used} is not pinned by a commit`);
  for (const [, rest = ''] of text.matchAll(/npm ci(.*)$/gm))
    if (!rest.includes('--ignore-scripts')) faults.push('npm ci runs the scripts of packages');
  for (const [, name = ''] of text.matchAll(/npm run (?:-s )?([\w-]+)/g))
    if (!(name in packageScripts)) faults.push(`npm run ${name} does not exist`);
  if (!/^permissions:\n {2}contents: read$/m.test(text)) faults.push('the token may do more than read');
  if (/aws-(?:secret-)?access-key|AWS_(?:SECRET_)?ACCESS_KEY/.test(text)) faults.push('it uses keys instead of a role');
  if (/run:.*\$\{\{/.test(text)) faults.push('an expression is inserted into a command');
  return faults;
};

describe('The workflow', () => {
  let gitHubFaultsOf: Awaited<ReturnType<typeof workflowFaults>>;
  beforeAll(async () => {
    gitHubFaultsOf = await workflowFaults();
  });

  test.each(FILES)('%s is valid for the parser of GitHub', async (file) => {
    expect(await gitHubFaultsOf(file, read(file))).toEqual([]);
  });

  test.each(FILES)('%s pins actions, runs no scripts of packages, uses no keys, and its token only reads', (file) => {
    expect(faultsOf(read(file))).toEqual([]);
  });
});

test('The checks of workflows report each fault of a careless workflow', async () => {
  const careless = `name: Careless
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v7
      - run: npm ci
      - run: npm run nothing
      - run: echo \${{ github.event.head_commit.message }}
        env:
          AWS_ACCESS_KEY_ID: \${{ secrets.KEY }}
      - run: echo
        unknown: true
`;
  expect(faultsOf(careless)).toEqual([
    'actions/checkout@v7 is not pinned by a commit',
    'npm ci runs the scripts of packages',
    'npm run nothing does not exist',
    'the token may do more than read',
    'it uses keys instead of a role',
    'an expression is inserted into a command',
  ]);
  expect(await (await workflowFaults())('careless.yml', careless)).toEqual([
    expect.stringContaining("Unexpected value 'unknown'"),
  ]);
});
