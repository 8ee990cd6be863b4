import type { Home } from '../../core/aws/arn.ts';
import { object, text } from '../../core/cloudformation/properties.ts';
import { isList, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { ExpressionError, type Problem } from '../errors.ts';
import { evaluateValue } from '../evaluate/evaluate.ts';
import { isStoredList, type StoredValue, storedNames } from '../evaluate/stored-values.ts';
import type { Template } from '../evaluate/template.ts';
import { physicalName } from './names.ts';
import type { ReadNested } from './nested-templates.ts';
import type { ReadStored } from './parameter-store.ts';
import { readStack, type Stack } from './stack.ts';

interface Facts {
  readonly home: Home;
  readonly nestedTemplate: ReadNested;
  readonly read: ReadStored;
}

/** The nested stacks of a stack, at any depth, as they are checked before the deployment. */
interface NestedPlan {
  readonly stacks: readonly Stack[];
  readonly problems: readonly Problem[];
}

/**
 * The nested stack with this logical id. `parameters` are evaluated. Throws ExpressionError if the stack has no template
 * for it.
 */
export const nestedStack = async (
  parent: Stack,
  logicalId: string,
  parameters: ValueObject,
  { home, nestedTemplate, read, pending = NONE }: Facts & { readonly pending?: ReadonlySet<string> },
): Promise<Stack> => {
  const template = parent.nested.get(logicalId);
  if (!template) throw new ExpressionError(`${logicalId} has no template.`);
  const values = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, parameterText(value)] as const),
  );
  const name = physicalName(parent.name, logicalId, { generation: 0 });
  const stored = new Map(await read(storedNames(template, values).values()));
  for (const [parameter, selector] of storedNames(template, values))
    if (pending.has(parameter)) stored.set(selector, placeholder(template, parameter, selector));
  return readStack({ name, template, parameters: values }, { home, nestedTemplate, stored, pending, parameters: {} });
};

const NONE: ReadonlySet<string> = new Set();

/** In place of a parameter of Parameter Store whose name is known only after the deployment. */
const placeholder = (template: Template, parameter: string, value: string): StoredValue => ({
  type: isStoredList(template.parameters.get(parameter)?.type ?? '') ? 'StringList' : 'String',
  value,
  isPending: true,
});

const parameterText = (value: Value): string =>
  isList(value) ? value.map((item) => text(item) ?? '').join(',') : (text(value) ?? '');

/**
 * Plans the nested stacks of `parent`. A parameter that refers to a resource has a value only after the deployment; here
 * it has a placeholder, so no condition may depend on it.
 */
export const planNested = async (parent: Stack, facts: Facts): Promise<NestedPlan> => {
  const stacks: Stack[] = [];
  const problems: Problem[] = [];
  for (const [logicalId, template] of parent.nested) {
    const { values, pending } = plannedParameters(parent, logicalId, template);
    const stack = await nestedStack(parent, logicalId, values, { ...facts, pending });
    const inner = await planNested(stack, facts);
    stacks.push(stack, ...inner.stacks);
    problems.push(
      ...Object.keys(values)
        .filter((name) => !template.parameters.has(name))
        .map((name) => ({
          stack: stack.name,
          logicalId: name,
          message: 'the template does not declare this parameter',
        })),
      ...exported(template).map((name) => ({
        stack: stack.name,
        logicalId: name,
        message: 'exports of nested stacks are not supported locally',
      })),
      ...inner.problems,
    );
  }
  return { stacks, problems };
};

interface PlannedParameters {
  readonly values: ValueObject;
  /** The parameters whose values are placeholders. */
  readonly pending: ReadonlySet<string>;
}

const plannedParameters = (parent: Stack, logicalId: string, template: Template): PlannedParameters => {
  const pending = new Set<string>();
  const scope = parent.scope(new Map(), new Map());
  const given = object(parent.resources.get(logicalId)?.properties.Parameters);
  const valueOrPlaceholder = (name: string, expression: Value): Value => {
    try {
      return evaluateValue(expression, scope);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      pending.add(name);
      return template.parameters.get(name)?.allowedValues?.[0] ?? `${logicalId}.${name}`;
    }
  };
  const values = Object.entries(given).map(
    ([name, expression]) => [name, valueOrPlaceholder(name, expression)] as const,
  );
  return { values: Object.fromEntries(values), pending };
};

const exported = ({ outputs }: Template): readonly string[] =>
  [...outputs].filter(([, { exportName }]) => exportName !== undefined).map(([name]) => name);
