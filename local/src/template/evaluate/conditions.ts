import { isList, isObject, type Value, type ValueObject } from '../../core/cloudformation/value.ts';
import { textOfAny } from '../../core/parameters/constraint.ts';
import { ExpressionError } from '../errors.ts';
import { evaluateValue } from './evaluate.ts';
import { findReferences } from './references.ts';
import type { Scope } from './scope.ts';

/** Names of the conditions under evaluation, to detect cycles. */
type Path = readonly string[];
type Decide = (expression: Value, path: Path) => boolean;

/**
 * Evaluates each condition of the Conditions section once. Uses only parameters and mappings of `scope`, because a
 * condition cannot refer to a resource.
 */
export const createConditions = (
  declared: ValueObject,
  scope: () => Scope,
): { holds(name: string): boolean; problems(): { name: string; message: string }[] } => {
  const known = new Map<string, boolean>();
  const holds = (name: string, path: Path = []): boolean => {
    const decided = known.get(name);
    if (decided !== undefined) return decided;
    const expression = declared[name];
    if (expression === undefined) throw new ExpressionError(`The condition ${name} is not declared.`);
    if (path.includes(name))
      throw new ExpressionError(`Circular dependency between conditions: ${[...path, name].join(' → ')}.`);
    const value = decide(expression, [...path, name]);
    known.set(name, value);
    return value;
  };
  const decide: Decide = (expression, path) => {
    const [name, ...more] = isObject(expression) ? Object.keys(expression) : [];
    const run = name === undefined || more.length > 0 ? undefined : OPERATORS[name];
    if (!run || !isObject(expression) || name === undefined)
      throw new ExpressionError(`${name ?? JSON.stringify(expression)} is not supported in a condition.`);
    const argument = expression[name] ?? null;
    if (name === 'Condition') return holds(textOfAny(argument), path);
    return run(isList(argument) ? argument : [argument], (inner) => decide(inner, path), scope());
  };
  const problems = () =>
    Object.keys(declared).flatMap((name) => {
      try {
        holds(name);
        return [];
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        return [{ name, message: error.message }];
      }
    });
  return { holds: (name) => holds(name), problems };
};

/** The conditions that depend on a parameter of `pending`, which has no value before the deployment. */
export const undecidable = (
  declared: ValueObject,
  pending: ReadonlySet<string>,
): { readonly name: string; readonly message: string }[] =>
  Object.entries(declared).flatMap(([condition, expression]) =>
    findReferences(expression, () => true)
      .references.filter(({ name }) => pending.has(name))
      .map(({ name }) => ({
        name: 'Conditions',
        message: `${condition} depends on the parameter ${name}, which has no value before the deployment`,
      })),
  );

type Operator = (operands: readonly Value[], decide: (expression: Value) => boolean, scope: Scope) => boolean;

const OPERATORS: { readonly [name: string]: Operator | undefined } = {
  'Fn::Equals': ([left = null, right = null], _, scope) =>
    textOfAny(evaluateValue(left, scope)) === textOfAny(evaluateValue(right, scope)),
  'Fn::And': (operands, decide) => operands.every(decide),
  'Fn::Or': (operands, decide) => operands.some(decide),
  'Fn::Not': ([operand = null], decide) => !decide(operand),
  Condition: () => false,
};
