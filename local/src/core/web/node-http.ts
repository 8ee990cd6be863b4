/**
 * `node:http` by `process.getBuiltinModule`. An import reads every export, and one of them loads all of undici, which costs
 * 25 ms and 4 MB.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http');
