// What `one-machine` exports. Each function loads the runtime when it is called, by Node itself: jest would run it in its
// sandbox, module by module. In the repository the runtime is the TypeScript in src, in the published package what was
// compiled into dist.
const { createRequire } = process.getBuiltinModule('node:module');

const { load } = createRequire(__filename)('./load.cjs');
const { tuneProcess } = require('./tune-process.cjs');

const lazily =
  (name) =>
  async (...args) =>
    (await load('index'))[name](...args);

exports.start = lazily('start');
exports.runProgram = lazily('runProgram');
exports.serveSite = lazily('serveSite');
exports.describeSupport = lazily('describeSupport');
exports.tuneProcess = tuneProcess;
