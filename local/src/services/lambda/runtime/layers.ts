import { realpathSync } from 'node:fs';
import { createRequire, isBuiltin, registerHooks } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

type Resolve = Parameters<typeof registerHooks>[0]['resolve'];
type Context = Parameters<NonNullable<Resolve>>[1];
type Next = Parameters<NonNullable<Resolve>>[2];
type Resolved = ReturnType<Next>;

/** Where Lambda puts the content of layers. */
const OPT = /^(?:file:\/\/)?\/opt\//;
const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);
/** A file in which no code is, beside a directory `node_modules`: packages are looked up from there. */
const ANY_FILE = '[layers].js';

/**
 * Lets functions load modules of their layers: by paths below `/opt`, and packages from the directories `node_modules` in
 * NODE_PATH, which Lambda's runtimes use for `require` and for `import`. A package that the function brings itself is
 * preferred, and one of a layer to one of a folder above the function, which does not exist on Lambda.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-layers.html
 */
export const provideLayers = (taskRoot: string, layersDirectory: string): void => {
  const own = [taskRoot, layersDirectory].map((directory) => pathToFileURL(realpathSync(directory) + sep).href);
  const isOwn = (url: string | undefined): boolean => own.some((prefix) => url?.startsWith(prefix));
  const lookups = nodePath(layersDirectory).map((directory) => join(dirname(directory), ANY_FILE));
  const lookupUrls = new Map(lookups.map((file) => [pathToFileURL(file).href, file]));
  const inLayers = (specifier: string, context: Context, next: Next): Resolved | undefined => {
    for (const [parentURL, file] of lookupUrls) {
      const found = ifFound(() =>
        isImport(context)
          ? next(specifier, { ...context, parentURL })
          : { url: pathToFileURL(createRequire(file).resolve(specifier)).href, shortCircuit: true },
      );
      if (found && isOwn(found.url)) return found;
    }
    return undefined;
  };
  registerHooks({
    resolve: (specifier, context, next) => {
      if (OPT.test(specifier)) return next(inDirectory(specifier, layersDirectory, context), context);
      const { parentURL = '' } = context;
      if (!isPackage(specifier) || !isOwn(parentURL) || lookupUrls.has(parentURL)) return next(specifier, context);
      const found = ifFound(() => next(specifier, context));
      if (found && isOwn(found.url)) return found;
      return inLayers(specifier, context, next) ?? found ?? next(specifier, context);
    },
  });
};

/** The directories `node_modules` in NODE_PATH; `/opt` is the directory of the layers. */
const nodePath = (layersDirectory: string): string[] =>
  (process.env.NODE_PATH ?? '')
    .split(':')
    .filter((directory) => basename(directory) === 'node_modules')
    .map((directory) => directory.replace(OPT, layersDirectory + sep));

const isPackage = (specifier: string): boolean =>
  /^(?:@|\w)/.test(specifier) && !/^\w+:/.test(specifier) && !isBuiltin(specifier);

const isImport = ({ conditions }: Context): boolean => conditions.includes('import');

const inDirectory = (specifier: string, layersDirectory: string, context: Context): string => {
  const path = specifier.replace(OPT, layersDirectory + sep);
  return isImport(context) ? pathToFileURL(path).href : path;
};

const ifFound = (resolve: () => Resolved): Resolved | undefined => {
  try {
    return resolve();
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_FOUND.has(String(error.code))) return undefined;
    throw error;
  }
};
