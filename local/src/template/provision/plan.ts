import type { DeployingKernel } from '../../core/kernel.ts';
import type { Assembly, StackTemplate } from '../assembly.ts';
import type { Problem } from '../errors.ts';
import { type StoredValue, storedNames } from '../evaluate/stored-values.ts';
import { planNested } from './nested-stacks.ts';
import {
  createdParameters,
  dynamicReferenceProblems,
  type ReadStored,
  readPlanned,
  readStored,
} from './parameter-store.ts';
import { readStack, type Stack } from './stack.ts';

interface Planning {
  readonly kernel: DeployingKernel;
  readonly assembly: Assembly;
  /** Values from the user. */
  readonly parameters: { readonly [name: string]: string };
}

/** The stacks of a deployment, as they are checked before it. */
interface Plan {
  /** The stacks and their nested stacks, in the order of the deployment. */
  readonly stacks: readonly Stack[];
  readonly problems: readonly Problem[];
}

/** Reads all stacks. A stack can read the parameters of Parameter Store that the stacks before it create. */
export const planStacks = async ({ kernel, assembly, parameters }: Planning): Promise<Plan> => {
  const { home } = kernel;
  const { nestedTemplate } = assembly;
  const created = new Map<string, StoredValue>();
  const stacks: Stack[] = [];
  const problems: Problem[] = [];
  for (const template of assembly.stacks) {
    const read: ReadStored = (selectors) => readPlanned(kernel, created, selectors);
    const stack = await readWith({ kernel, assembly, parameters }, template, read);
    const nested = await planNested(stack, { home, nestedTemplate, read });
    const own = [stack, ...nested.stacks];
    problems.push(...nested.problems);
    for (const each of own) problems.push(...(await dynamicReferenceProblems(each, read)));
    for (const each of own) for (const [name, value] of createdParameters(each)) created.set(name, value);
    stacks.push(...own);
  }
  return { stacks, problems };
};

/** Reads a stack with the present values of Parameter Store. */
export const readCurrent = (planning: Planning, template: StackTemplate): Promise<Stack> =>
  readWith(planning, template, (selectors) => readStored(planning.kernel, selectors));

const readWith = async (
  { kernel, assembly, parameters }: Planning,
  stack: StackTemplate,
  read: ReadStored,
): Promise<Stack> => {
  const stored = await read(storedNames(stack.template, { ...stack.parameters, ...parameters }).values());
  return readStack(stack, { home: kernel.home, nestedTemplate: assembly.nestedTemplate, parameters, stored });
};
