// `npm start`: runs the system. Compiled code is kept from one start to the next, which halves the time; the cache must be
// on before the rest is loaded. Not in TypeScript, for that would load what strips types, at every start.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { COMPILED } from './compiled.js';

/**
 * How glibc keeps what was given back: by itself each thread has a reserve of its own, and each reserve comes to keep
 * more the larger the pieces are. That was 120 MiB of 400 after a busy time.
 * https://sourceware.org/glibc/manual/latest/html_node/Malloc-Tunable-Parameters.html
 */
const MALLOC = { MALLOC_ARENA_MAX: '3', MALLOC_MMAP_THRESHOLD_: '32768', MALLOC_TRIM_THRESHOLD_: '65536' };
/** When it has settled; a process that is killed would not write what it compiled. */
const KEEP_AFTER_MS = 1_000;

// glibc reads them when a process begins, so the process begins again.
if (process.platform === 'linux' && process.env.MALLOC_ARENA_MAX === undefined) {
  const { execPath, execArgv, argv, env } = process;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...env, ...MALLOC });
}
enableCompileCache(COMPILED);
const { startSystem } = await import('./start-system.ts');
await startSystem();
setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
