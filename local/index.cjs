// What `one-machine` exports. A function loads the runtime when it is called.
const { runInThisContext } = require('node:vm');
const { tuneProcess } = require('./tune-process.cjs');

/** Node's own `require`: that of jest would load every module of the runtime into its sandbox, for each file of tests. */
const nativeRequire = runInThisContext('process').getBuiltinModule('node:module').createRequire(__filename);
const { load } = nativeRequire('./load.cjs');

const lazily =
  (name) =>
  async (...args) =>
    (await load('index'))[name](...args);

exports.start = lazily('start');
exports.runProgram = lazily('runProgram');
exports.serveSite = lazily('serveSite');
exports.describeSupport = lazily('describeSupport');
exports.tuneProcess = tuneProcess;
