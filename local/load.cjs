const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const NEEDED = 24;
/** In the repository there is src, and Node strips its types; in the published package what was compiled into dist. */
const isSource = existsSync(join(__dirname, 'src/index.ts'));

/** Loads a module of the runtime, e.g. `index` or `runtime/main`. */
exports.load = (module) => {
  const found = process.versions.node;
  if (Number(found.split('.')[0]) < NEEDED)
    return Promise.reject(new Error(`one-machine needs Node ${NEEDED} or newer, found ${found}: https://nodejs.org`));
  const file = isSource ? `src/${module}.ts` : `dist/${module}.js`;
  return import(pathToFileURL(join(__dirname, file)).href);
};
