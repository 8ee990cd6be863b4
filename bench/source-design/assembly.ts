import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../scripts/bundle.ts';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');

/** Synthesizes the source document's design into a folder of `directory` (absolute); resolves with the assembly's path. */
export const synthesizeSourceDesign = async (directory: string): Promise<string> => {
  const bundles = join(directory, 'bundles');
  const files = globSync('functions/*.ts', { cwd: HERE });
  await bundle(
    Object.fromEntries(files.map((file) => [basename(file, '.ts'), relative(ROOT, join(HERE, file))])),
    bundles,
  );
  const assembly = join(directory, 'assembly');
  const env = { ...process.env, BUNDLES: bundles, CDK_OUTDIR: assembly };
  await promisify(execFile)(process.execPath, [join(HERE, 'app.ts')], { cwd: ROOT, env });
  return assembly;
};
