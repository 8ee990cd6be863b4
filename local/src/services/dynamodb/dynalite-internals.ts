import { createRequire } from 'node:module';
import type { Internals, Validations } from './dynalite-types.ts';

/**
 * Loads a module of dynalite. The library is CommonJS without types, and its public API is only an HTTP server; loading
 * its internal modules is safe because the version is pinned exactly.
 */
export const load = createRequire(import.meta.url);

export const validations = load('dynalite/validations') as Validations;
export const internals = load('dynalite/db') as Internals;
