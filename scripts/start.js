// `npm start`: runs the system. V8's compile cache halves the start time; it must be enabled before other modules are
// loaded.
// This file is JavaScript, because a TypeScript entry point would load Node's type stripper at every start.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { tuneProcess } from 'one-machine';
import { COMPILED } from './compiled.js';

/**
 * Delay after the start until the compile cache is written. If the process is killed later, the cache is already on
 * disk.
 */
const KEEP_AFTER_MS = 1_000;

tuneProcess();
enableCompileCache(COMPILED);
const { startSystem } = await import('./start-system.ts');
await startSystem();
setTimeout(flushCompileCache, KEEP_AFTER_MS).unref();
