// `npm run build -w one-machine`: compiles src into dist for the published package. In the repository Node runs src
// directly. An installed package needs dist, because Node does not strip types below node_modules.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGE = join(import.meta.dirname, '..');
const DIST = join(PACKAGE, 'dist');
/** `new URL('./file.ts', import.meta.url)`: the reference to the source of a worker thread. */
const URL_OF_SOURCE = /(new URL\((['"])\.[^'"]*)\.ts\2, import\.meta\.url\)/g;
/** Any other string with a relative path of a source file. */
const SOURCE_PATH = /(['"`])\.{1,2}\/[^'"`\n]*\.ts\1/;

const require = createRequire(import.meta.url);

/** Rewrites the URLs of source files from .ts to .js. The compiler rewrites only imports. */
const rewriteUrls = (file: string): void => {
  const path = join(DIST, file);
  const text = readFileSync(path, 'utf8').replace(URL_OF_SOURCE, '$1.js$2, import.meta.url)');
  const [remaining] = SOURCE_PATH.exec(text) ?? [];
  if (remaining) throw new Error(`dist/${file} still refers to the source ${remaining}, which is not in the package.`);
  writeFileSync(path, text);
};

/** Declarations of `index.cjs`, which exports functions of `index.js`. */
const indexTypes = (): string => {
  const names = Object.keys(require('../index.cjs'));
  const attributes = "{ 'resolution-mode': 'import' }";
  return [
    `export type * from './index.js' with ${attributes};`,
    `declare const index: typeof import('./index.js', { with: ${attributes} });`,
    ...names.map((name) => `export declare const ${name}: typeof index.${name};`),
    '',
  ].join('\n');
};

const DECLARATION_IMPORT = /(?:from|import\() ?['"](\.[^'"]+)\.ts['"]/g;

/** Adds a declaration file and all files that it imports to `found`. */
const collectDeclarations = (path: string, found: Set<string>): void => {
  if (found.has(path)) return;
  found.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(DECLARATION_IMPORT))
    collectDeclarations(join(path, '..', `${target}.d.ts`), found);
};

/** Removes declarations that the public API does not need. */
const removeOtherDeclarations = (): void => {
  const needed = new Set<string>();
  collectDeclarations(join(DIST, 'index.d.ts'), needed);
  for (const file of globSync('**/*.d.ts', { cwd: DIST }).map((each) => join(DIST, each)))
    if (!needed.has(file)) rmSync(file);
};

rmSync(DIST, { recursive: true, force: true });
const tsc = join(require.resolve('typescript/package.json'), '../bin/tsc');
execFileSync(process.execPath, [tsc, '-p', join(PACKAGE, 'tsconfig.build.json')], { stdio: 'inherit' });
for (const file of globSync('**/*.js', { cwd: DIST })) rewriteUrls(file);
removeOtherDeclarations();
writeFileSync(join(DIST, 'index.d.cts'), indexTypes());
