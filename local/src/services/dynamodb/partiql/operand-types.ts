import { typeOf } from '../expressions/scope.ts';
import type { Condition, Operand } from './syntax.ts';

const ORDERED = new Set(['S', 'N', 'B']);

const ORDERINGS = new Set(['<', '<=', '>', '>=']);

const refuse = (operator: string, operands: readonly Operand[]): string | undefined => {
  const types = operands.map((operand) => (operand.kind === 'value' ? typeOf(operand.value) : undefined));
  const type = types.find((each) => each !== undefined && !ORDERED.has(each));
  return (
    type && `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`
  );
};

const refuseComparison = (operator: string, operands: readonly Operand[]): string | undefined =>
  ORDERINGS.has(operator) ? refuse(operator, operands) : undefined;

/**
 * Returns AWS's message for a value without an order that is the operand of a comparison which needs one; undefined if
 * there is none. AWS checks this before it looks for the table.
 */
export const refuseUnordered = (condition: Condition | undefined): string | undefined => {
  switch (condition?.kind) {
    case 'and':
    case 'or':
      return condition.parts.map(refuseUnordered).find((message) => message !== undefined);
    case 'not':
      return refuseUnordered(condition.part);
    case 'compare':
      return refuseComparison(condition.operator, [condition.left, condition.right]);
    case 'between':
      return refuse('BETWEEN', [condition.value, condition.low, condition.high]);
    default:
      return undefined;
  }
};
