import type { Asset } from '../../core/cloudformation/asset.ts';
import type { PropertyTable } from '../../core/cloudformation/resource-type.ts';
import { isList, isObject, type Value } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { customTypeProblem, earlyRequestProblem } from '../custom-resources/request.ts';
import { ignoredProperties, NO_INSTALLATION } from '../custom-resources/sdk-calls.ts';
import type { NotRun } from '../deployment.ts';
import { ExpressionError, type Problem } from '../errors.ts';
import { intrinsicOf } from '../evaluate/evaluate.ts';
import { dependencyOrder } from '../evaluate/order.ts';
import { findReferences } from '../evaluate/references.ts';
import type { ResourceDeclaration } from '../evaluate/template.ts';
import type { Stack } from './stack.ts';

export interface Check {
  readonly problems: readonly Problem[];
  readonly notRun: readonly NotRun[];
}

type Assets = ReadonlyMap<string, Asset>;

/** Checks a whole stack before anything is created. */
export const checkStack = async (stack: Stack, assets: Assets): Promise<Check> => {
  const resources = [...stack.resources.values()];
  const notRun: NotRun[] = [];
  const foundWhenRead = [...stack.conditionProblems, ...stack.nestedProblems];
  const found = await Promise.all(resources.map((declared) => checkResource({ stack, assets }, declared, notRun)));
  const problems = [
    ...foundWhenRead.map(({ name, message }) => ({
      stack: stack.name,
      logicalId: name,
      message,
    })),
    ...found.flat(),
    ...[...stack.outputs].flatMap(([name, { value, exportName }]) =>
      checkExpression(stack, [value, exportName ?? null]).map((message) => ({
        stack: stack.name,
        logicalId: name,
        message,
      })),
    ),
    ...checkOrder(stack),
  ];
  return { problems, notRun };
};

const checkResource = async (
  { stack, assets }: { readonly stack: Stack; readonly assets: Assets },
  declared: ResourceDeclaration,
  notRun: NotRun[],
): Promise<Problem[]> => {
  const { logicalId, type: typeName, properties, dependsOn } = declared;
  const at = { stack: stack.name, logicalId, type: typeName };
  const type = stack.typeOf(declared);
  if (type.kind === 'refused') return [{ ...at, message: type.reason }];
  const expressions = [
    ...checkExpression(stack, properties),
    ...dependsOn.filter((name) => !stack.resources.has(name)).map((name) => `depends on ${name}, which is not there`),
  ].map((message) => ({ ...at, message }));
  if (type.kind === 'not run') {
    notRun.push({ ...at, property: undefined, reason: type.reason });
    return expressions;
  }
  if (type.kind === 'custom resource') {
    const known = stack.knownProperties(declared);
    for (const property of ignoredProperties(known)) notRun.push({ ...at, property, reason: NO_INSTALLATION });
    const problem = customTypeProblem(typeName) ?? earlyRequestProblem(known);
    return [...expressions, ...(problem ? [{ ...at, ...problem }] : [])];
  }
  const found = checkProperties(type.properties, properties, stack.holds);
  for (const { property, reason } of found.notRun) notRun.push({ ...at, property, reason });
  const unknown = found.unknown.map((property) => ({ ...at, property, message: 'this property is not supported' }));
  const problem =
    type.kind === 'runs' &&
    (await type.problem?.(stack.knownProperties(declared), stack.home, (key) => assets.get(key)));
  return [...expressions, ...unknown, ...(problem ? [{ ...at, ...problem }] : [])];
};

interface PropertyFindings {
  readonly unknown: string[];
  readonly notRun: { property: string; reason: string }[];
}

const checkProperties = (
  table: PropertyTable,
  value: Value,
  holds: (condition: string) => boolean,
): PropertyFindings => {
  const findings: PropertyFindings = { unknown: [], notRun: [] };
  const visit = (rules: PropertyTable, inner: Value, path: string): void => {
    const chosen = chosenBranch(inner, holds);
    if (isList(chosen)) for (const [index, item] of chosen.entries()) visit(rules, item, `${path}[${index}]`);
    if (!isObject(chosen) || intrinsicOf(chosen)) return;
    for (const [name, member] of Object.entries(chosen)) {
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      const property = path === '' ? name : `${path}.${name}`;
      if (isNoValue(chosenBranch(member, holds)) || rule === true) continue;
      if (rule === undefined) findings.unknown.push(property);
      else if (typeof rule === 'string') findings.notRun.push({ property, reason: rule });
      else visit(rule, member, property);
    }
  };
  visit(table, value, '');
  return findings;
};

const chosenBranch = (value: Value, holds: (condition: string) => boolean): Value => {
  const intrinsic = isObject(value) ? intrinsicOf(value) : undefined;
  if (intrinsic?.name !== 'Fn::If' || !isList(intrinsic.argument)) return value;
  const [condition, then, otherwise] = intrinsic.argument;
  return chosenBranch((holds(textOfAny(condition)) ? then : otherwise) ?? null, holds);
};

const isNoValue = (value: Value): boolean => isObject(value) && value.Ref === 'AWS::NoValue';

const checkExpression = (stack: Stack, expression: Value): string[] => {
  const { references, unknownFunctions } = findReferences(expression, stack.holds);
  const functions = unknownFunctions.map((name) => `the function ${name} is not supported`);
  const names = references.map(({ name, attribute }) =>
    attribute === undefined ? refProblem(stack, name) : attributeProblem(stack, name, attribute),
  );
  return [...new Set([...functions, ...names.filter((message) => message !== undefined)])];
};

const refProblem = (stack: Stack, name: string): string | undefined => {
  try {
    if (stack.parameter(name) !== undefined || stack.resources.has(name)) return undefined;
    return `refers to ${name}, which is neither a parameter nor a resource of this stack`;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
};

const attributeProblem = (stack: Stack, name: string, attribute: string): string | undefined => {
  const declared = stack.resources.get(name);
  if (!declared) return `refers to ${name}.${attribute}, and ${name} is no resource of this stack`;
  const type = stack.typeOf(declared);
  if (type.kind === 'nested stack') return outputProblem(stack, name, attribute);
  if (type.kind === 'refused' || type.kind === 'custom resource') return undefined;
  if (type.attributes.includes(attribute)) return undefined;
  return `refers to ${name}.${attribute}, and the attribute ${attribute} of ${declared.type} is not known here`;
};

const outputProblem = (stack: Stack, name: string, attribute: string): string | undefined => {
  const template = stack.nested.get(name);
  if (!template || [...template.outputs.keys()].some((output) => attribute === `Outputs.${output}`)) return undefined;
  return `refers to ${name}.${attribute}, and the nested stack has no such output`;
};

const checkOrder = (stack: Stack): Problem[] => {
  try {
    dependencyOrder(stack.needs);
    return [];
  } catch (error) {
    if (error instanceof ExpressionError)
      return [{ stack: stack.name, logicalId: 'Resources', message: error.message }];
    throw error;
  }
};
