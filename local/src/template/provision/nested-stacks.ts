import type { Home } from '../../core/aws/arn.ts';
import { object, text } from '../../core/cloudformation/properties.ts';
import { isList, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { ExpressionError, type Problem } from '../errors.ts';
import { evaluateValue } from '../evaluate/evaluate.ts';
import { findReferences } from '../evaluate/references.ts';
import type { Template } from '../evaluate/template.ts';
import { physicalName } from './names.ts';
import type { ReadNested } from './nested-templates.ts';
import { readStack, type Stack } from './stack.ts';

interface Facts {
  readonly home: Home;
  readonly nestedTemplate: ReadNested;
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
export const nestedStack = (parent: Stack, logicalId: string, parameters: ValueObject, facts: Facts): Stack => {
  const template = parent.nested.get(logicalId);
  if (!template) throw new ExpressionError(`${logicalId} has no template.`);
  const values = Object.entries(parameters).map(([name, value]) => [name, parameterText(value)] as const);
  const name = physicalName(parent.name, logicalId, { generation: 0 });
  return readStack({ name, template, parameters: Object.fromEntries(values) }, { ...facts, parameters: {} });
};

const parameterText = (value: Value): string =>
  isList(value) ? value.map((item) => text(item) ?? '').join(',') : (text(value) ?? '');

/**
 * Plans the nested stacks of `parent`. A parameter that refers to a resource has a value only after the deployment; here
 * it has a placeholder, so no condition may depend on it.
 */
export const planNested = (parent: Stack, facts: Facts): NestedPlan => {
  const stacks: Stack[] = [];
  const problems: Problem[] = [];
  for (const [logicalId, template] of parent.nested) {
    const { values, pending } = plannedParameters(parent, logicalId, template);
    const stack = nestedStack(parent, logicalId, values, facts);
    const inner = planNested(stack, facts);
    stacks.push(stack, ...inner.stacks);
    problems.push(
      ...Object.keys(values)
        .filter((name) => !template.parameters.has(name))
        .map((name) => ({
          stack: stack.name,
          logicalId: name,
          message: 'the template does not declare this parameter',
        })),
      ...undecidable(template, pending).map((message) => ({ stack: stack.name, logicalId: 'Conditions', message })),
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

const undecidable = ({ conditions }: Template, pending: ReadonlySet<string>): readonly string[] =>
  Object.entries(conditions).flatMap(([condition, expression]) =>
    findReferences(expression, () => true)
      .references.filter(({ name }) => pending.has(name))
      .map(({ name }) => `${condition} depends on the parameter ${name}, which has no value before the deployment`),
  );

const exported = ({ outputs }: Template): readonly string[] =>
  [...outputs].filter(([, { exportName }]) => exportName !== undefined).map(([name]) => name);
