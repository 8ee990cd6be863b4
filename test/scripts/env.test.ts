import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeDirectory, temporaryDirectory } from '../local/kernel.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/env.ts');

let directory: string;
beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => removeDirectory(directory));

/** Output lines of the script if `aws --version` prints `version`. */
const linesWith = (version: string): string[] => {
  const cli = join(directory, 'aws');
  writeFileSync(cli, `#!/bin/sh\necho '${version}'\n`);
  chmodSync(cli, 0o755);
  const env = { PATH: `${directory}:${process.env.PATH}` };
  return execFileSync(process.execPath, [SCRIPT], { env, encoding: 'utf8' }).trimEnd().split('\n');
};

describe('The lines for a shell', () => {
  test('name the endpoint, the region and the keys', () => {
    expect(linesWith('aws-cli/2.30.1 Python/3.13')).toEqual([
      'export AWS_ENDPOINT_URL=http://127.0.0.1:4566',
      'export AWS_REGION=us-east-1',
      'export AWS_DEFAULT_REGION=us-east-1',
      'export AWS_ACCESS_KEY_ID=test',
      'export AWS_SECRET_ACCESS_KEY=test',
      'export AWS_PAGER=',
    ]);
  });

  test.each(['aws-cli/2.9.19 Python/3.11.2', 'aws-cli/1.27.3 Python/3.9'])(
    'define an `aws` function for a CLI that does not read AWS_ENDPOINT_URL (%s)',
    (version) => {
      expect(linesWith(version).at(-1)).toBe('aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }');
    },
  );
});
