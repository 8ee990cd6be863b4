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

/** Loads a module again for each test file, because jest-circus keeps the tests of one file in module state. */
const requireFresh = (path) => {
  delete require.cache[path];
  return require(path);
};

/**
 * Runs a test file as jest does, but loads modules with Node instead of jest's loader. A process loads each module once
 * for all test files, so modules are shared between them; test files that need the CDK take half the time. Watch mode
 * uses jest's loader, because it must load changed modules again.
 * https://jestjs.io/docs/configuration#testrunner-string
 */
export default function runWithNativeModules(globalConfig, config, environment, runtime, ...rest) {
  if (!globalConfig.watch && !globalConfig.watchAll) {
    const { moduleMocker: mocker } = environment;
    const jest = { fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker) };
    runtime.requireInternalModule = requireFresh;
    runtime.setGlobalsForRuntime = (globals) => useGlobals({ ...globals, jest });
    runtime.unstable_shouldLoadAsEsm = () => true;
    runtime.unstable_importModule = (path) => import(pathToFileURL(path).href);
  }
  return circus.default(globalConfig, config, environment, runtime, ...rest);
}
