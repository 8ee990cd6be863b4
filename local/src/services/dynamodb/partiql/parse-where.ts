import { validationError } from '../../../core/aws/aws-error.ts';
import type { ValueParser } from './parse-value.ts';
import { errorAt, malformed } from './statement-error.ts';
import type { Condition, FunctionCall, Operand } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** The comparison operators, each with the operator that means the same if the operands change places. */
const COMPARATORS: Readonly<Record<string, string>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** The functions whose result is true or false. */
export const BOOLEAN_FUNCTIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

/** The names of types after IS. */
const TYPES: Readonly<Record<string, string>> = {
  BINARY: 'B',
  BLOB: 'B',
  BOOL: 'BOOL',
  BOOLEAN: 'BOOL',
  LIST: 'L',
  MAP: 'M',
  MISSING: 'MISSING',
  NULL: 'NULL',
  NUMBER: 'N',
  NUMERIC: 'N',
  STRING: 'S',
  STRUCT: 'M',
  TUPLE: 'M',
};

/**
 * Reads the condition of a WHERE clause. NOT binds more tightly than AND, and AND more tightly than OR.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-operators.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-functions.html
 */
export class WhereParser {
  readonly #reader: TokenReader;
  readonly #values: ValueParser;

  constructor(reader: TokenReader, values: ValueParser) {
    this.#reader = reader;
    this.#values = values;
  }

  condition(): Condition {
    return this.#combination('or', 'OR', () => this.#combination('and', 'AND', () => this.#negation()));
  }

  #combination(kind: 'and' | 'or', word: string, part: () => Condition): Condition {
    const first = part();
    const parts = [first];
    while (this.#reader.takesWord(word)) parts.push(part());
    return parts.length === 1 ? first : { kind, parts };
  }

  #negation(): Condition {
    if (!this.#reader.takesWord('NOT')) return this.#predicate();
    return { kind: 'not', part: this.#reader.nested(() => this.#negation()) };
  }

  #predicate(): Condition {
    if (this.#reader.takesSymbol('(')) {
      const inner = this.#reader.nested(() => this.condition());
      this.#reader.expectSymbol(')');
      return inner;
    }
    return this.#test(this.#operand());
  }

  /** Reads what follows the first operand of a predicate. */
  #test(value: Operand): Condition {
    const reader = this.#reader;
    if (reader.takesWord('IS')) return this.#typeTest(value);
    if (reader.takesWord('NOT')) return { kind: 'not', part: this.#range(value) };
    if (reader.isAtWord('BETWEEN') || reader.isAtWord('IN')) return this.#range(value);
    const { kind, text } = reader.next;
    if (kind === 'symbol' && Object.hasOwn(COMPARATORS, text)) return this.#comparison(value);
    if (value.kind === 'call' && value.name !== 'size') return value;
    throw reader.next.kind === 'end' ? reader.unexpected() : malformed('Unexpected token after expression');
  }

  #comparison(first: Operand): Condition {
    const written = this.#reader.take().text;
    const operator = written === '!=' ? '<>' : written;
    const second = this.#operand();
    if (first.kind === 'value' && second.kind !== 'value')
      return { kind: 'compare', operator: COMPARATORS[operator] ?? operator, left: second, right: first };
    return { kind: 'compare', operator, left: first, right: second };
  }

  #range(value: Operand): Condition {
    if (this.#reader.takesWord('BETWEEN')) {
      const low = this.#operand();
      this.#reader.expectWord('AND');
      return { kind: 'between', value, low, high: this.#operand() };
    }
    this.#reader.expectWord('IN');
    if (this.#reader.takesSymbol('(')) return this.#choices(value, ')');
    this.#reader.expectSymbol('[');
    return this.#choices(value, ']');
  }

  #choices(value: Operand, end: string): Condition {
    return { kind: 'in', value, choices: this.#reader.listUntil(end, () => this.#operand()) };
  }

  #typeTest(value: Operand): Condition {
    const isNegated = this.#reader.takesWord('NOT');
    if (value.kind !== 'path') throw malformed('IS requires a path');
    const type = this.#reader.next.kind === 'word' ? TYPES[this.#reader.next.text.toUpperCase()] : undefined;
    if (type === undefined) throw malformed('Expected a type after IS');
    this.#reader.take();
    const test: Condition = { kind: 'is', value, type };
    return isNegated ? { kind: 'not', part: test } : test;
  }

  #operand(): Operand {
    const reader = this.#reader;
    if (this.#values.isAtValue()) return { kind: 'value', value: this.#values.value() };
    const token = reader.next;
    if (token.kind === 'end') throw malformed('Unexpected term');
    if (token.kind === 'word' && reader.isAtSymbol('(', 1)) return this.#call();
    return { kind: 'path', path: reader.path(), token };
  }

  #call(): FunctionCall {
    const token = this.#reader.take();
    const name = token.text.toLowerCase();
    if (name !== 'size' && !BOOLEAN_FUNCTIONS.has(name)) throw errorAt(`Unrecognized function: ${name}`, token);
    this.#reader.expectSymbol('(');
    const args = this.#reader.listUntil(')', () => this.#reader.nested(() => this.#operand()));
    if (args.length === 0)
      throw validationError(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: 0`,
      );
    return { kind: 'call', name, args, token };
  }
}
