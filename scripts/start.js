// `npm start`: runs the system. Compiled code is kept from one start to the next, which halves the time; the cache must be
// on before the rest is loaded. Not in TypeScript, for that would load what strips types, at every start.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { tuneProcess } from 'one-machine';
import { COMPILED } from './compiled.js';

/** When it has settled; a process that is killed would not write what it compiled. */
const KEEP_AFTER_MS = 1_000;

tuneProcess();
enableCompileCache(COMPILED);
const { startSystem } = await import('./start-system.ts');
await startSystem();
setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
