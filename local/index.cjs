// Exports of `one-machine`. Each function loads the runtime at its first call.
const { runInThisContext } = require('node:vm');
const { tuneProcess } = require('./tune-process.cjs');

/**
 * Node's own `require`. Jest's `require` would load every module of the runtime into Jest's sandbox, once per test
 * file.
 */
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
