/** Path prefix of function URLs at the gateway. The function's name follows, and after a colon the name of the alias. */
export const URL_PREFIX = '/_url/';

const PATH = /^\/_url\/([a-zA-Z0-9-_]+)(?::([a-zA-Z0-9-_]+))?(\/.*)?$/s;

/** The URL of a function, or of an alias; `alias` is '' for the unqualified function. Ends with a slash, as on AWS. */
export const addressOf = (endpoint: string, name: string, alias: string): string =>
  `${endpoint}${URL_PREFIX}${name}${alias === '' ? '' : `:${alias}`}/`;

/** The function, its alias and the path below the function URL; undefined if the path is not below a function URL. */
export const readPath = (
  path: string,
): { readonly name: string; readonly alias: string; readonly below: string } | undefined => {
  const [, name, alias = '', below = '/'] = PATH.exec(path) ?? [];
  return name === undefined ? undefined : { name, alias, below };
};
