/**
 * `node:http`, got, not imported: an import reads every export of it, and one of them loads all of undici, which takes
 * 25 ms and 4 MB.
 */
export const http: typeof import('node:http') = process.getBuiltinModule('node:http');
