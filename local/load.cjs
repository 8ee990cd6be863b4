const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const NEEDED = 24;
/**
 * Whether this is an installed package. Node strips the types of `src`, but not below node_modules, so an installed
 * package runs `dist`.
 */
const isInstalled = /[\\/]node_modules[\\/]/.test(__dirname);
const isCompiled = isInstalled && existsSync(join(__dirname, 'dist/index.js'));
if (isInstalled && !isCompiled) require('./strip-types.cjs');

/** Loads a module of the runtime, e.g. `index` or `runtime/main`. Rejects if Node is too old. */
exports.load = (module) => {
  const found = process.versions.node;
  if (Number(found.split('.')[0]) < NEEDED)
    return Promise.reject(new Error(`one-machine needs Node ${NEEDED} or newer, found ${found}: https://nodejs.org`));
  const file = isCompiled ? `dist/${module}.js` : `src/${module}.ts`;
  return import(pathToFileURL(join(__dirname, file)).href);
};
