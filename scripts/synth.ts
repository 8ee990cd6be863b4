// Synthesizes the CDK app: bundles the handlers and writes a cloud assembly. `npm run synth [-- --context key=value …]`.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { COMPILED } from './compiled.js';
import { digestOf, type Inputs } from './digest.ts';

const ROOT = join(import.meta.dirname, '..');
/** All inputs of the templates and bundles. */
export const INPUTS: Inputs = {
  folders: ['api', 'case-file', 'repair', 'events', 'handlers', 'infra', 'samples', 'scripts', 'stacks', 'workflow'],
  match: /\.(ts|js|json|graphql)$/,
  files: ['console/security-headers.ts', 'package-lock.json', 'cdk.json'],
};

export type Context = Readonly<Record<string, string>>;

/**
 * Default context of a local start. All mail goes to the runtime's mailbox, so any address works; `--context
 * notificationEmail=…` sets another one.
 */
export const LOCAL_CONTEXT: Context = { notificationEmail: 'operator@example.com' };

/** Reads `key=value` options into a context; throws if a key or a value is missing. */
export const parseContext = (options: readonly string[]): Context =>
  Object.fromEntries(
    options.map((option) => {
      const [, key, value] = /^([^=]+)=(.+)$/.exec(option) ?? [];
      if (!key || !value) throw new Error(`--context takes key=value, given '${option}'.`);
      return [key, value];
    }),
  );

/**
 * Switches off CDK's validation of the template against the schemas of CloudFormation's resources, which takes two thirds
 * of a synthesis. `npm run synth`, `npm run deploy` and CI validate; a start on this machine need not, because the runtime
 * reads the template itself.
 */
const UNVALIDATED = { CDK_VALIDATION: 'false' };

/**
 * Writes the assembly into `directory` (relative to the project), bundling the handlers first. `variables`:
 * environment variables for the synthesis.
 */
export const synthesize = async (
  directory: string,
  context: Context,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> => {
  // Loaded only here, so that a start with an up-to-date assembly does not load esbuild.
  const { bundle } = await import('./bundle.ts');
  await bundle();
  const env = {
    ...process.env,
    ...variables,
    CDK_OUTDIR: resolve(ROOT, directory),
    CDK_CONTEXT_JSON: JSON.stringify(context),
  };
  await promisify(execFile)(process.execPath, [join(ROOT, 'stacks/app.ts')], { cwd: ROOT, env });
};

const KEPT_MS = 7 * 86_400_000;

/**
 * Removes assemblies that no start has used for a week. Newer ones are kept, because a running runtime reads its
 * functions' code from its assembly. The compile cache is removed with them; the next start compiles again.
 */
const prune = async (parent: string): Promise<void> => {
  const found = await Promise.all(
    (await readdir(parent)).map(async (name) => ({ name, changedMs: (await stat(join(parent, name))).mtimeMs })),
  );
  const old = found.filter(({ changedMs }) => Date.now() - changedMs > KEPT_MS);
  if (old.length === 0) return;
  const stale = [...old.map(({ name }) => join(parent, name)), COMPILED];
  await Promise.all(stale.map((directory) => rm(directory, { recursive: true, force: true })));
};

/** The context with the content of each file that a value names: a changed file needs a new assembly. */
const seedOf = (context: Context): string => {
  const files = Object.values(context).map((value) => resolve(ROOT, value));
  const texts = files
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
    .map((file) => readFileSync(file));
  return JSON.stringify([context, ...texts.map(String)]);
};

/**
 * Returns the directory of an up-to-date assembly for this context. Calls `onSynthesis` and synthesizes only if an
 * input has changed. The directory's name is a digest of the inputs, and a finished assembly is renamed into place, so
 * several processes may call this concurrently.
 */
export const assemblyFor = async (context: Context, onSynthesis?: () => void): Promise<string> => {
  const parent = join(ROOT, 'dist/assemblies');
  const directory = join(parent, digestOf(INPUTS, seedOf(context)));
  if (existsSync(directory)) {
    const now = new Date();
    await utimes(directory, now, now);
    return directory;
  }
  onSynthesis?.();
  const fresh = `${directory}.${process.pid}`;
  await synthesize(fresh, context, UNVALIDATED);
  await rename(fresh, directory).catch(() => rm(fresh, { recursive: true, force: true }));
  await prune(parent);
  return directory;
};

const USAGE = `Usage: npm run synth -- [-c key=value …]

Bundles the handlers and writes the CloudFormation templates into cdk.out. The choices (-c) are listed in docs/deploying.md.
`;

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      context: { type: 'string', short: 'c', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return void process.stdout.write(USAGE);
  const start = performance.now();
  await synthesize('cdk.out', parseContext(values.context));
  console.log(`Synthesized into cdk.out in ${((performance.now() - start) / 1000).toFixed(1)} s`);
};

if (import.meta.main) {
  await main().catch((error: Error & { readonly stderr?: string }) => {
    process.stderr.write(`${(error.stderr ?? error.message).trimEnd()}\n`);
    process.exitCode = 1;
  });
}
