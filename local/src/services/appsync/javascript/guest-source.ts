import { FUNCTIONS } from './functions/functions.ts';

/** The modules that code can import, with the members of the global object that they export. */
const MODULES: { readonly [name: string]: readonly string[] } = {
  '@aws-appsync/utils': ['util', 'runtime', 'extensions'],
  '@aws-appsync/utils/dynamodb': [],
};

/** Functions that run beside the code and not in the runtime, so that they are interrupted with it. */
const OWN_FUNCTIONS = ['util.matches'];

/** The names of all functions, for example `util.time.nowISO8601` and `dynamodb.get`. */
export const FUNCTION_NAMES: ReadonlySet<string> = new Set([...Object.keys(FUNCTIONS), ...OWN_FUNCTIONS]);

/** The names that `@aws-appsync/utils/dynamodb` exports. */
const DYNAMODB_NAMES = [
  ...new Set(
    [...FUNCTION_NAMES].filter((name) => name.startsWith('dynamodb.')).map((name) => name.split('.')[1] ?? ''),
  ),
];

/** The names that a module exports; undefined if code cannot import it. */
export const exportsOf = (module: string): readonly string[] | undefined => {
  if (!Object.hasOwn(MODULES, module)) return undefined;
  return module === '@aws-appsync/utils' ? MODULES[module] : DYNAMODB_NAMES;
};

/** The source of a module that code can import; undefined if it cannot. */
export const moduleSource = (module: string): string | undefined => {
  const from = module === '@aws-appsync/utils' ? 'globalThis' : 'globalThis.dynamodb';
  return exportsOf(module)
    ?.map((name) => `export const ${name} = ${from}.${name};`)
    .join('\n');
};

/**
 * The source of a function that prepares the global object and returns a function `(handler, context)`: it calls the
 * handler of the code with the context in JSON, and returns the value and the stash in JSON. `call` calls a function of
 * the runtime with arguments in JSON, and returns its value in JSON. Time and random numbers come from the runtime.
 */
export const PREPARE = `(call) => {
  const { parse, stringify } = JSON;
  const answerOf = (name, args) => {
    const answer = call(name, stringify(args));
    return answer === undefined ? undefined : parse(answer);
  };
  const root = { extensions: {} };
  for (const name of ${JSON.stringify(Object.keys(FUNCTIONS))}) {
    const path = name.split('.');
    const last = path.pop();
    let holder = root;
    for (const part of path) holder = holder[part] ??= {};
    holder[last] = (...args) => answerOf(name, args);
  }
  root.util.matches = (pattern, text) => new RegExp(pattern).test(text);
  root.console = { log() {}, error() {}, warn() {}, info() {}, debug() {} };
  Object.assign(globalThis, root);
  const now = root.util.time.nowEpochMilliSeconds;
  const WallDate = Date;
  globalThis.Date = new Proxy(WallDate, {
    construct: (_, args) => (args.length > 0 ? new WallDate(...args) : new WallDate(now())),
    apply: () => new WallDate(now()).toString(),
    get: (target, member) => (member === 'now' ? now : target[member]),
  });
  Math.random = root.util.math.randomDouble;
  let context;
  root.runtime.earlyReturn = (value = null, options = null) =>
    answerOf('runtime.earlyReturn', [value, options, context.stash]);
  return (handler, text) => {
    context = parse(text);
    context.args = context.arguments;
    const value = handler(context);
    return stringify({ value, stash: context.stash });
  };
}`;
