import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import circus from 'jest-circus/runner';
import { useGlobals } from './globals.js';

const require = createRequire(import.meta.url);

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: new URL('./globals.js', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

/** It keeps the tests of one file. */
const requireAnew = (path) => {
  delete require.cache[path];
  return require(path);
};

/**
 * Runs a file of tests as jest does, but lets Node load the modules instead of jest's own loader: what a process has
 * loaded for one file it has for the next, and files that need the CDK take half the time. The price is that modules are
 * shared among files, which watching would not survive: it keeps jest's loader.
 * https://jestjs.io/docs/configuration#testrunner-string
 */
export default function runWithNativeModules(globalConfig, config, environment, runtime, ...rest) {
  if (!globalConfig.watch && !globalConfig.watchAll) {
    const { moduleMocker: mocker } = environment;
    const jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker) };
    runtime.requireInternalModule = requireAnew;
    runtime.setGlobalsForRuntime = (globals) => useGlobals({ ...globals, jest });
    runtime.unstable_shouldLoadAsEsm = () => true;
    runtime.unstable_importModule = (path) => import(pathToFileURL(path).href);
  }
  return circus.default(globalConfig, config, environment, runtime, ...rest);
}
