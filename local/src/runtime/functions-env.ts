import { isObject, type Value, type ValueObject } from '../core/cloudformation/value.ts';
import type { Assembly } from '../template/assembly.ts';
import type { ResourceDeclaration, Template } from '../template/evaluate/template.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';

/**
 * Thrown if a variable names a function that the assembly does not have, or if a function's environment cannot be
 * extended.
 */
export class FunctionsEnvError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FunctionsEnvError';
  }
}

/**
 * Adds environment variables to the functions of an assembly; they override the template's. A name is `KEY` for every
 * function, or `FUNCTION:KEY` for one function outside nested stacks, by its FunctionName or its logical id; the latter has
 * precedence. Throws FunctionsEnvError.
 */
export const withFunctionsEnv = (assembly: Assembly, functionsEnv: Readonly<Record<string, string>>): Assembly => {
  const entries = Object.entries(functionsEnv).map(([name, value]) => ({ ...splitName(name), value }));
  if (entries.length === 0) return assembly;
  const known = new Set(assembly.stacks.flatMap(({ template }) => [...template.resources.values()].flatMap(namesOf)));
  const missing = entries.find((entry) => entry.function !== undefined && !known.has(entry.function));
  if (missing)
    throw new FunctionsEnvError(
      `There is no function ${missing.function} for the variable ${missing.key}. Functions of the assembly: ${[...known].sort().join(', ')}.`,
    );
  const variablesOf = (declared: ResourceDeclaration): Record<string, string> => {
    const names = namesOf(declared);
    const forAll = entries.filter((entry) => entry.function === undefined);
    const forThis = entries.filter((entry) => entry.function !== undefined && names.includes(entry.function));
    return Object.fromEntries([...forAll, ...forThis].map(({ key, value }) => [key, value]));
  };
  return {
    ...assembly,
    stacks: assembly.stacks.map((stack) => ({ ...stack, template: withVariables(stack.template, variablesOf) })),
    nestedTemplate: (key) => withVariables(assembly.nestedTemplate(key), variablesOf),
  };
};

const splitName = (name: string): { readonly function: string | undefined; readonly key: string } => {
  const colon = name.lastIndexOf(':');
  return colon < 0
    ? { function: undefined, key: name }
    : { function: name.slice(0, colon), key: name.slice(colon + 1) };
};

const namesOf = ({ type, logicalId, properties }: ResourceDeclaration): readonly string[] => {
  if (type !== FUNCTION_TYPE) return [];
  return typeof properties.FunctionName === 'string' ? [properties.FunctionName, logicalId] : [logicalId];
};

const withVariables = (
  template: Template,
  variablesOf: (declared: ResourceDeclaration) => Record<string, string>,
): Template => {
  const resources = [...template.resources].map(([id, declared]): [string, ResourceDeclaration] =>
    declared.type === FUNCTION_TYPE ? [id, withMore(declared, variablesOf(declared))] : [id, declared],
  );
  return { ...template, resources: new Map(resources) };
};

const withMore = (declared: ResourceDeclaration, more: Record<string, string>): ResourceDeclaration => {
  const environment = plain(declared, declared.properties.Environment);
  const Variables = { ...plain(declared, environment.Variables), ...more };
  return { ...declared, properties: { ...declared.properties, Environment: { ...environment, Variables } } };
};

/** The value as an object without intrinsic functions; throws FunctionsEnvError if it is an expression. */
const plain = ({ logicalId }: ResourceDeclaration, value: Value | undefined): ValueObject => {
  if (value === undefined) return {};
  if (isObject(value) && !Object.keys(value).some((name) => name === 'Ref' || name.startsWith('Fn::'))) return value;
  throw new FunctionsEnvError(
    `The environment of the function ${logicalId} is an expression, so no variable can be added to it.`,
  );
};
