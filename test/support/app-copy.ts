import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { INPUTS } from '../../scripts/synth.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Replaces `text` in a source file; `text` must occur exactly once. */
export interface Edit {
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}

/**
 * Copies the sources of the CDK app to `directory`, edits them, and synthesizes the copy. Returns the directory of the
 * assembly.
 */
export async function synthesizeCopy(directory: string, edits: readonly Edit[]): Promise<string> {
  for (const name of [...INPUTS.folders, ...INPUTS.files, 'package.json']) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    cpSync(join(ROOT, name), join(directory, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'), 'junction');
  for (const edit of edits) apply(directory, edit);
  await promisify(execFile)(process.execPath, ['scripts/synth.ts', '--context', 'notificationEmail=a@example.com'], {
    cwd: directory,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return join(directory, 'cdk.out');
}

function apply(directory: string, { file, text, replacement }: Edit): void {
  const path = join(directory, file);
  const parts = readFileSync(path, 'utf8').split(text);
  if (parts.length !== 2)
    throw new Error(
      `${file} must contain the text to replace once, but contains it ${parts.length - 1} times: ${text}`,
    );
  writeFileSync(path, parts.join(replacement));
}
