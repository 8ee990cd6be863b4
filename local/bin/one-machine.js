#!/usr/bin/env node
import module from 'node:module';
import loading from '../load.cjs';
import tuning from '../tune-process.cjs';

/**
 * Delay until the compile cache is written, so that it does not slow the start. If the process is killed, nothing is
 * written.
 */
const KEEP_AFTER_MS = 1_000;

tuning.tuneProcess();
// Keeps V8's compile cache between starts: in the directory that NODE_COMPILE_CACHE names, or with the temporary files.
module.enableCompileCache?.();
try {
  const { main } = await loading.load('runtime/main');
  await main(process.argv.slice(2));
  setTimeout(module.flushCompileCache, KEEP_AFTER_MS).unref();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
