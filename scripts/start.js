// `npm start`: runs the system. Compiled code is kept from one start to the next, which halves the time; the cache must be
// on before the rest is loaded. Not in TypeScript, for that would load what strips types, at every start.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { COMPILED } from './compiled.js';

/** Each thread would else have its own reserve of what it has given back: 100 MiB of 400 after a busy time. */
const MALLOC = { MALLOC_ARENA_MAX: '3' };
/** When it has settled; a process that is killed would not write what it compiled. */
const KEEP_AFTER_MS = 1_000;

// glibc reads it when a process begins, so the process begins again.
if (process.platform === 'linux' && process.env.MALLOC_ARENA_MAX === undefined) {
  const { execPath, execArgv, argv, env } = process;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...MALLOC });
}
enableCompileCache(COMPILED);
const { startSystem } = await import('./start-system.ts');
await startSystem();
setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
