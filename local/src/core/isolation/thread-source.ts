import { fileURLToPath } from 'node:url';

/** Node strips the types of sources below node_modules only with this hook, which each thread registers itself. */
const STRIP_TYPES = /\/node_modules\/.*\.ts$/.test(import.meta.url)
  ? [`require(${JSON.stringify(fileURLToPath(new URL('../../../strip-types.cjs', import.meta.url)))})`]
  : [];

/** Plain JavaScript with which a worker thread starts: runs `before`, then loads the module of the package at `url`. */
export const threadSource = (url: string, before: readonly string[] = []): string =>
  [...before, ...STRIP_TYPES, `import(${JSON.stringify(url)})`].join(';');
