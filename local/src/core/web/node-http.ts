/**
 * `node:http`, loaded by `process.getBuiltinModule`. An import statement would read every export, and one of the
 * exports loads all of undici, which costs 25 ms and 4 MB.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http');

/**
 * Time for which an idle connection stays open. Longer than clients keep theirs, because a server that closes first may reset
 * a request that is on its way.
 */
export const KEEP_ALIVE_MS = 75_000;
