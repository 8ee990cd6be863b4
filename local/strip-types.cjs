// Lets Node run this package's TypeScript sources below node_modules, where Node itself does not strip types. A tarball
// that was packed without the build (`npm pack` with `ignore-scripts`) needs this.
const { readFileSync } = require('node:fs');
const { registerHooks, stripTypeScriptTypes } = require('node:module');
const { join } = require('node:path');
const { fileURLToPath, pathToFileURL } = require('node:url');

const SOURCES = pathToFileURL(join(__dirname, 'src/')).href;

registerHooks({
  load: (url, context, nextLoad) => {
    if (!url.startsWith(SOURCES) || !url.endsWith('.ts')) return nextLoad(url, context);
    const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), 'utf8'));
    return { format: 'module', source, shortCircuit: true };
  },
});
