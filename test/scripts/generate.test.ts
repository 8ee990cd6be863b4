import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const SCRIPT = join(import.meta.dirname, '../../scripts/generate.ts');

test('Every generated file is up to date with its source; if not, run npm run generate', async () => {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [SCRIPT, '--check'], { env });
  expect(stdout + stderr).toBe('');
});
