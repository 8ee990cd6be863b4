import type { SsmContext } from './context.ts';
import { parameterNotFound, parameterVersionNotFound } from './errors.ts';
import { selectorOf } from './names.ts';
import type { StoredParameter } from './parameter.ts';

export interface Found {
  readonly parameter: StoredParameter;
  /** The selector of the request, e.g. `:3`; '' if it had none. */
  readonly suffix: string;
}

/**
 * Finds `name`, `name:version` or an ARN. A label is a version that does not exist, because versions have no labels here.
 * Throws ParameterNotFound and ParameterVersionNotFound.
 */
export const findParameter = ({ kernel, table }: SsmContext, text: string): Found => {
  const { names, suffix } = selectorOf(text, kernel.home);
  for (const name of names) {
    const latest = table.latest(name);
    if (!latest) continue;
    if (suffix === '') return { parameter: latest, suffix };
    const parameter = /^:[1-9]\d{0,14}$/.test(suffix) ? table.version(name, Number(suffix.slice(1))) : undefined;
    if (!parameter) throw parameterVersionNotFound(name, suffix.slice(1));
    return { parameter, suffix };
  }
  throw parameterNotFound();
};

/** The latest version of a parameter, by its name or ARN without a version. Throws ParameterNotFound. */
export const findLatest = (context: SsmContext, text: string): StoredParameter => {
  const { parameter, suffix } = findParameter(context, text);
  if (suffix !== '') throw parameterNotFound();
  return parameter;
};
