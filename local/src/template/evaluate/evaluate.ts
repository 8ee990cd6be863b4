import { isList, isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { ExpressionError } from '../errors.ts';
import { FUNCTIONS } from './functions.ts';
import { type Evaluated, NO_VALUE, type Scope } from './scope.ts';

/** Evaluates every intrinsic function in `expression`. Throws ExpressionError. */
export const evaluate = (expression: Value, scope: Scope): Evaluated => {
  if (isList(expression)) return present(expression.map((item) => evaluate(item, scope)));
  if (!isObject(expression)) return expression;
  const intrinsic = intrinsicOf(expression);
  if (!intrinsic) return evaluateObject(expression, scope);
  const run = FUNCTIONS[intrinsic.name];
  if (!run) throw new ExpressionError(`The function ${intrinsic.name} is not supported.`);
  return run(
    intrinsic.argument,
    scope,
    (inner) => evaluateValue(inner, scope),
    (branch) => evaluate(branch, scope),
  );
};

/** Like `evaluate`, but throws ExpressionError for AWS::NoValue. */
export const evaluateValue = (expression: Value, scope: Scope): Value => {
  const value = evaluate(expression, scope);
  if (value === NO_VALUE) throw new ExpressionError('AWS::NoValue is allowed only as a property value or list item.');
  return value;
};

/** Evaluates an object's members and omits those with AWS::NoValue. */
export const evaluateObject = (object: ValueObject, scope: Scope): ValueObject => {
  const members: [string, Value][] = [];
  for (const [name, member] of Object.entries(object)) {
    const value = evaluate(member, scope);
    if (value !== NO_VALUE) members.push([name, value]);
  }
  return Object.fromEntries(members);
};

/**
 * Evaluates what needs no resource. A function that refers to a resource stays as it is; of a condition, the chosen
 * branch stays.
 */
export const evaluateKnown = (expression: Value, scope: Scope): Evaluated => {
  if (isList(expression)) return present(expression.map((item) => evaluateKnown(item, scope)));
  if (!isObject(expression)) return expression;
  const intrinsic = intrinsicOf(expression);
  if (intrinsic) return evaluatedOr(expression, intrinsic, scope);
  const members = Object.entries(expression).map(([name, member]) => [name, evaluateKnown(member, scope)] as const);
  return Object.fromEntries(members.filter((member): member is [string, Value] => member[1] !== NO_VALUE));
};

const evaluatedOr = (
  expression: ValueObject,
  { name, argument }: { readonly name: string; readonly argument: Value },
  scope: Scope,
): Evaluated => {
  try {
    if (name !== 'Fn::If' || !isList(argument)) return evaluate(expression, scope);
    const [condition, then = null, otherwise = null] = argument;
    return evaluateKnown(scope.condition(textOfAny(condition)) ? then : otherwise, scope);
  } catch (error) {
    if (error instanceof ExpressionError) return expression;
    throw error;
  }
};

const present = (items: readonly Evaluated[]): Value[] => items.filter((item) => item !== NO_VALUE);

/** The intrinsic function of an object whose only member is `Ref` or starts with `Fn::`. */
export const intrinsicOf = (object: ValueObject): { name: string; argument: Value } | undefined => {
  const [name, ...more] = Object.keys(object);
  if (name === undefined || more.length > 0) return undefined;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument: object[name] ?? null } : undefined;
};
