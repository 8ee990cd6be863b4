import { object, text } from '../../core/cloudformation/properties.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import type { DeployingKernel } from '../../core/kernel.ts';
import * as ssm from '../../services/ssm/operations.ts';
import type { Problem } from '../errors.ts';
import { referenceProblem, selectorsIn, textsWithReferences, withResolved } from '../evaluate/dynamic-references.ts';
import type { StoredValue, StoredValues } from '../evaluate/stored-values.ts';
import type { Stack } from './stack.ts';

/** Most parameters of one call of GetParameters. */
const MAX_NAMES = 10;

/** Reads the parameters that exist, by `name` or `name:version`. */
export const readStored = async (kernel: DeployingKernel, selectors: Iterable<string>): Promise<StoredValues> => {
  const wanted = [...new Set(selectors)];
  const found = new Map<string, StoredValue>();
  for (let at = 0; at < wanted.length; at += MAX_NAMES) {
    const Names = wanted.slice(at, at + MAX_NAMES);
    const { Parameters } = await kernel.services.call(ssm.getParameters, { Names }, kernel.identities.administrator());
    for (const { Name, Selector = '', Type, Value } of Parameters)
      found.set(`${Name}${Selector}`, { type: Type, value: Value });
  }
  return found;
};

/** Reads parameters like `readStored`; before a deployment also those that earlier stacks of it create. */
export type ReadStored = (selectors: Iterable<string>) => Promise<StoredValues>;

/** The parameters with a known name that a stack creates, by name. */
export const createdParameters = (stack: Stack): StoredValues => {
  const created = new Map<string, StoredValue>();
  for (const declared of stack.resources.values()) {
    if (declared.type !== 'AWS::SSM::Parameter') continue;
    const { Name, Type, Value } = stack.knownProperties(declared);
    if (typeof Name !== 'string') continue;
    const isKnown = typeof Value === 'string' && selectorsIn(Value).length === 0;
    const type = text(Type) ?? '';
    created.set(Name, isKnown ? { type, value: Value } : { type, value: Name, isPending: true });
  }
  return created;
};

/**
 * Reads the parameters as they are after the deployment of the stacks that create `created`. A version of a created parameter
 * that does not exist yet is pending.
 */
export const readPlanned = async (
  kernel: DeployingKernel,
  created: StoredValues,
  selectors: Iterable<string>,
): Promise<StoredValues> => {
  const wanted = [...selectors];
  const planned = new Map(await readStored(kernel, wanted));
  for (const selector of wanted) {
    const name = selector.replace(/:\d+$/, '');
    const made = created.get(name);
    if (made && name === selector) planned.set(selector, made);
    else if (made && !planned.has(selector)) planned.set(selector, { ...made, value: selector, isPending: true });
  }
  return planned;
};

/** The problems of the dynamic references in a stack's resources that can be seen before the deployment. */
export const dynamicReferenceProblems = async (stack: Stack, read: ReadStored): Promise<readonly Problem[]> => {
  const found = [...stack.resources.values()].flatMap((declared) =>
    ['refused', 'not run'].includes(stack.typeOf(declared).kind)
      ? []
      : textsWithReferences(stack.knownProperties(declared)).map((each) => ({ ...each, declared })),
  );
  if (found.length === 0) return [];
  const stored = await read(found.flatMap(({ text: inner }) => selectorsIn(inner)));
  return found.flatMap(({ text: inner, path, declared: { logicalId, type } }) => {
    const message = referenceProblem(inner, `${type}/Properties/${path}`, stored);
    return message === undefined ? [] : [{ stack: stack.name, logicalId, type, message }];
  });
};

/** Resolves the dynamic references of evaluated properties. Throws Error if that is not possible. */
export const resolveReferences = async (
  kernel: DeployingKernel,
  type: string,
  properties: ValueObject,
): Promise<ValueObject> => {
  const found = textsWithReferences(properties);
  if (found.length === 0) return properties;
  const stored = await readStored(
    kernel,
    found.flatMap(({ text: inner }) => selectorsIn(inner)),
  );
  for (const { text: inner, path } of found) {
    const problem = referenceProblem(inner, `${type}/Properties/${path}`, stored);
    if (problem !== undefined) throw new Error(problem);
  }
  return object(withResolved(properties, stored));
};
