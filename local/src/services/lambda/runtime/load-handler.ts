import { existsSync, readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RuntimeError } from './errors.ts';

export type Handler = (event: unknown, context: unknown, callback: unknown) => unknown;

/** The file name extensions, in Lambda's order of search. */
const EXTENSIONS = ['', '.js', '.mjs', '.cjs'];
const HANDLER = /^([^.]*)\.(.*)$/;
const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

/**
 * Loads the export `path/to/module.export.name` below `taskRoot`. Throws RuntimeError (MalformedHandlerName,
 * ImportModuleError, UserCodeSyntaxError, HandlerNotFound), or an error that the module itself throws.
 */
export const loadHandler = async (taskRoot: string, name: string): Promise<Handler> => {
  const slash = name.lastIndexOf('/') + 1;
  const match = HANDLER.exec(name.slice(slash));
  if (name.includes('..') || !match?.[1] || !match[2])
    throw new RuntimeError('Runtime.MalformedHandlerName', 'Bad handler');
  const loaded = await loadModule(taskRoot, name.slice(0, slash) + match[1]);
  const handler = match[2].split('.').reduce(member, loaded);
  if (handler === undefined) throw new RuntimeError('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new RuntimeError('Runtime.HandlerNotFound', `${name} is not a function`);
  return handler as Handler;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const loadModule = async (taskRoot: string, module: string): Promise<unknown> => {
  const base = resolve(taskRoot, module);
  const extension = EXTENSIONS.find((candidate) => existsSync(base + candidate) && (candidate || base.endsWith('js')));
  if (extension === undefined)
    throw new RuntimeError('Runtime.ImportModuleError', `Error: Cannot find module '${module}'`);
  const file = base + extension;
  try {
    if (isModule(taskRoot, file)) return await import(pathToFileURL(file).href);
    keepCommonJs(taskRoot);
    return createRequire(file)(file);
  } catch (error) {
    throw importError(error);
  }
};

const importError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  if ('code' in error && NOT_FOUND.has(String(error.code)))
    return new RuntimeError('Runtime.ImportModuleError', `Error: ${error.message}`, error);
  return error.name === 'SyntaxError'
    ? new RuntimeError('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error)
    : error;
};

const isModule = (taskRoot: string, file: string): boolean =>
  file.endsWith('.mjs') || (file.endsWith('.js') && packageType(taskRoot, dirname(file)) === 'module');

/**
 * The `type` of the nearest package.json. The search ends at the task root, because on Lambda there is no package.json
 * above it.
 */
const packageType = (taskRoot: string, folder: string): unknown => {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return member(JSON.parse(readFileSync(file, 'utf8')), 'type');
  return folder.startsWith(taskRoot + sep) ? packageType(taskRoot, dirname(folder)) : undefined;
};

/** Loads the `.js` files below `root` as CommonJS even if a package.json above it says `"type": "module"`. */
export const keepCommonJs = (root: string): void => {
  const prefix = pathToFileURL(root + sep).href;
  registerHooks({
    load: (url, context, nextLoad) => {
      const ours = url.startsWith(prefix) && url.endsWith('.js') && !isModule(root, fileURLToPath(url));
      if (!ours) return nextLoad(url, context);
      return { ...nextLoad(url, { ...context, format: 'commonjs' }), format: 'commonjs' };
    },
  });
};
