// Bundles every Lambda function into dist/handlers/<name>/index.mjs, in one pass.
import { globSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { build, type OutputFile, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

const SAMPLE_HANDLERS = globSync('samples/*/handlers/*.ts', { cwd: ROOT }).sort();

/** Function name → the file with its handler. */
export const ENTRY_POINTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(SAMPLE_HANDLERS.map((file) => [basename(file, '.ts'), file])),
  'register-application': 'handlers/applications/register-application/handler.ts',
  'take-amendment': 'handlers/applications/take-amendment/handler.ts',
  'apply-amendment': 'handlers/applications/apply-amendment/handler.ts',
  'request-information': 'handlers/outcomes/request-information/handler.ts',
  'check-name': 'handlers/applications/check-name/handler.ts',
  'check-address': 'handlers/applications/check-address/handler.ts',
  'announce-outcomes': 'handlers/outcomes/announce-outcomes/handler.ts',
  'record-outcome': 'handlers/outcomes/record-outcome/handler.ts',
  notify: 'handlers/outcomes/notify/handler.ts',
  'reconcile-outcomes': 'handlers/outcomes/reconcile-outcomes/handler.ts',
  'open-account': 'handlers/outcomes/open-account/handler.ts',
  'accept-submissions': 'handlers/applications/accept-submissions/handler.ts',
  'answer-queries': 'handlers/operations/answer-queries/handler.ts',
  'decide-reviews': 'handlers/reviews/decide-reviews/handler.ts',
  'redrive-dead-letters': 'handlers/operations/redrive-dead-letters/handler.ts',
  'steer-executions': 'handlers/operations/steer-executions/handler.ts',
  'replay-archive': 'handlers/operations/replay-archive/handler.ts',
  'receive-reviews': 'handlers/reviews/receive-reviews/handler.ts',
  'keep-reviews': 'handlers/reviews/keep-reviews/handler.ts',
  'close-review': 'handlers/reviews/close-review/handler.ts',
  'seal-case-files': 'handlers/files/seal-case-files/handler.ts',
  'append-case-entries': 'handlers/files/append-case-entries/handler.ts',
  'erase-applicants': 'handlers/privacy/erase-applicants/handler.ts',
};

/**
 * Defines `require` for CommonJS packages, which call it for Node's built-in modules even inside an ES module bundle.
 */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Credential providers that are not bundled. Lambda passes a function's credentials in environment variables. The SDK
 * reads these first and loads other providers only if the variables are missing. These providers are a fifth of a
 * bundle.
 */
const OTHER_CREDENTIALS = [
  ...['ini', 'process', 'sso', 'web-identity', 'http'].map((kind) => `@aws-sdk/credential-provider-${kind}`),
  '@smithy/credential-provider-imds',
];

/**
 * Replaces the SDK's import of `node:http` by a `require`. An import reads every export, and one of the exports makes
 * Node load all of undici (25 ms and some megabytes). A `require` does not.
 */
const REQUIRE_HTTP: Plugin = {
  name: 'require node:http',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?http$/ }, ({ kind, path }) =>
      kind === 'require-call' ? { path, external: true } : { path, namespace: 'required' },
    );
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `module.exports = require('${path}')`,
    }));
  },
};

/**
 * Writes a bundle of each entry point to `<outdir>/<name>/index.mjs`. The SDK's clients are bundled, so that a function
 * runs with the tested SDK version and not with that of the Lambda runtime.
 */
export async function bundle(entryPoints = ENTRY_POINTS, outdir = 'dist/handlers'): Promise<void> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [`${name}/index`, file])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    external: OTHER_CREDENTIALS,
    plugins: [REQUIRE_HTTP],
    write: false,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: BANNER },
    legalComments: 'none',
    logLevel: 'warning',
  });
  await Promise.all(outputFiles.map(replaceIfChanged));
}

/**
 * Replaces a file atomically, because several processes may bundle at the same time and read each other's output. The
 * temporary file is outside the function's folder, so that it never becomes part of a function's code.
 */
async function replaceIfChanged({ path, contents }: OutputFile): Promise<void> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return;
  const fresh = `${dirname(path)}.${process.pid}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(fresh, contents);
  await rename(fresh, path);
}

if (import.meta.main) await bundle();
