#!/usr/bin/env node
import module from 'node:module';
import loading from '../load.cjs';
import tuning from '../tune-process.cjs';

/** When the start has settled; a process that is killed would not write what it compiled. */
const KEEP_AFTER_MS = 1_000;

tuning.tuneProcess();
// Compiled code is kept from one start to the next, where NODE_COMPILE_CACHE says or with temporary files.
module.enableCompileCache?.();
try {
  const { main } = await loading.load('runtime/main');
  await main(process.argv.slice(2));
  setTimeout(module.flushCompileCache, KEEP_AFTER_MS).unref();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
