import { ExpressionError, type Piece } from './reader.ts';
import type { AttributeValue } from './scope.ts';

/** A part of a parsed expression; its placeholders are not replaced yet. */
export type Node =
  | { readonly kind: 'path'; readonly path: readonly Piece[] }
  | { readonly kind: 'value'; readonly placeholder: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'operation'; readonly type: string; readonly args: readonly Node[] };

/** A function or an operator of an expression, with its placeholders replaced, in the form that dynalite evaluates. */
export interface Resolved {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly Argument[];
  /** Type of the result, if the type does not depend on the item. */
  readonly attrType?: string | undefined;
}

/** A path, a value (undefined if its placeholder has no definition), a function or an operation. */
export type Argument = Piece[] | AttributeValue | Resolved | undefined;

export const isPath = (argument: Argument): argument is Piece[] => Array.isArray(argument);

export const isResolved = (argument: Argument): argument is Resolved =>
  argument !== undefined && !isPath(argument) && 'args' in argument;

/** Maximum number of operators and functions of an expression on AWS. */
const MAX_OPERATORS = 300;

/**
 * Counts the operators and functions of one expression.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
 */
export class OperatorCount {
  #count = 0;

  add(): void {
    this.#count += 1;
  }

  check(): void {
    if (this.#count > MAX_OPERATORS)
      throw new ExpressionError(
        `The expression contains too many operators; operator count: ${this.#count}, maximum allowed: ${MAX_OPERATORS}`,
      );
  }
}
