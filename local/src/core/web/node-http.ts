/**
 * `node:http`, loaded by `process.getBuiltinModule`. An import statement would read every export, and one of the
 * exports loads all of undici, which costs 25 ms and 4 MB.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http');
