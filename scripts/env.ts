// Prints shell commands that make AWS tools connect to the one-machine runtime: `eval "$(npm run -s env)"`.
import { spawnSync } from 'node:child_process';

const endpoint = process.env.AWS_ENDPOINT_URL ?? 'http://127.0.0.1:4566';

const variables = {
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
};

/** Major → first minor version of the AWS CLI that reads AWS_ENDPOINT_URL; Debian's is older. */
const READS_ENDPOINT = { 1: 29, 2: 13 };

const isOldCli = (): boolean => {
  const { stdout } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /aws-cli\/(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (major !== '1' && major !== '2') return false;
  return Number(minor) < READS_ENDPOINT[major === '1' ? 1 : 2];
};

for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${value}`);
if (isOldCli()) console.log('aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }');
