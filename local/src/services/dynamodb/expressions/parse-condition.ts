import { boundedCache } from '../../../core/bounded-cache.ts';
import { type Node, OperatorCount } from './nodes.ts';
import { ExpressionError, PARSED_EXPRESSIONS, Reader } from './reader.ts';
import { CONDITION_WORDS } from './tokens.ts';

const COMPARATORS = new Set(['=', '<>', '<', '<=', '>', '>=']);

/**
 * Maximum nesting depth of parentheses. In a deeper expression some parentheses must enclose each other without an
 * operator between them, because an expression has at most 300 operators; such parentheses are redundant.
 */
const MAX_DEPTH = 600;

const REDUNDANT = 'The expression has redundant parentheses;';

/** A parsed condition. `hasRedundantParentheses` is true if two pairs of parentheses enclose the same part. */
interface ParsedCondition {
  readonly root: Node;
  readonly hasRedundantParentheses: boolean;
}

/** A recursive descent parser. Its time is proportional to the length of the expression. */
class ConditionParser {
  readonly #reader: Reader;
  readonly #operators = new OperatorCount();
  readonly #enclosed = new Set<Node>();
  #hasRedundantParentheses = false;
  #depth = 0;

  constructor(expression: string) {
    this.#reader = new Reader(expression, CONDITION_WORDS);
  }

  parse(): ParsedCondition {
    const root = this.#condition(this.#or());
    if (this.#reader.next.kind !== 'end') throw this.#reader.unexpected();
    this.#operators.check();
    return { root, hasRedundantParentheses: this.#hasRedundantParentheses };
  }

  #or(): Node {
    const first = this.#and();
    if (!this.#reader.takes('OR')) return first;
    return this.#operation('or', [this.#condition(first), this.#condition(this.#or())]);
  }

  #and(): Node {
    const first = this.#not();
    if (!this.#reader.takes('AND')) return first;
    return this.#operation('and', [this.#condition(first), this.#condition(this.#and())]);
  }

  #not(): Node {
    if (!this.#reader.takes('NOT')) return this.#predicate();
    return this.#operation('not', [this.#condition(this.#not())]);
  }

  #predicate(): Node {
    const first = this.#term();
    const { kind, text } = this.#reader.next;
    if (kind === 'symbol' && COMPARATORS.has(text)) {
      this.#operand(first);
      this.#reader.take();
      return this.#operation(text, [first, this.#operand(this.#term())]);
    }
    if (this.#reader.takes('BETWEEN')) {
      const low = this.#operand(this.#term());
      this.#reader.expect('AND');
      return this.#operation('between', [this.#operand(first), low, this.#operand(this.#term())]);
    }
    if (!this.#reader.takes('IN')) return first;
    this.#reader.expect('(');
    const choices = this.#arguments();
    return this.#operation('in', [this.#operand(first), ...choices]);
  }

  /** Reads a path, a value, a function, or a condition in parentheses. */
  #term(): Node {
    const { next } = this.#reader;
    if (next.kind === 'symbol' && next.text === '(') return this.#parenthesized();
    if (next.kind === 'value') return { kind: 'value', placeholder: this.#reader.take().text };
    if (next.kind !== 'word' || !this.#reader.isFollowedBy('(')) return { kind: 'path', path: this.#reader.path() };
    const name = this.#reader.take().text;
    this.#reader.expect('(');
    this.#operators.add();
    return { kind: 'call', name, args: this.#arguments() };
  }

  #parenthesized(): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ExpressionError(REDUNDANT);
    this.#reader.expect('(');
    const inner = this.#or();
    this.#reader.expect(')');
    this.#depth -= 1;
    if (this.#enclosed.has(inner)) this.#hasRedundantParentheses = true;
    this.#enclosed.add(inner);
    if (inner.kind !== 'path' || !['.', '['].includes(this.#reader.next.text)) return inner;
    return { kind: 'path', path: this.#reader.pathAfter(inner.path) };
  }

  /** Reads the rest of a list of operands, up to the closing parenthesis. */
  #arguments(): Node[] {
    const found = this.#reader.list(() => this.#operand(this.#term()));
    this.#reader.expect(')');
    return found;
  }

  #operation(type: string, args: readonly Node[]): Node {
    this.#operators.add();
    return { kind: 'operation', type, args };
  }

  #condition(node: Node): Node {
    if (node.kind === 'path' || node.kind === 'value') throw this.#reader.unexpected();
    return node;
  }

  #operand(node: Node): Node {
    if (node.kind === 'operation') throw this.#reader.unexpected();
    return node;
  }
}

/**
 * Parses a condition, filter or key condition expression. Throws ExpressionError for a syntax error and for too many
 * operators.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export const parseCondition = boundedCache(
  PARSED_EXPRESSIONS,
  (expression): ParsedCondition => new ConditionParser(expression).parse(),
);

export const REDUNDANT_PARENTHESES = REDUNDANT;
