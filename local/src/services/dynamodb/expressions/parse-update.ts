import { boundedCache } from '../../../core/bounded-cache.ts';
import { type Node, OperatorCount } from './nodes.ts';
import { ExpressionError, PARSED_EXPRESSIONS, type Piece, Reader } from './reader.ts';
import { UPDATE_WORDS } from './tokens.ts';

type SectionName = 'SET' | 'REMOVE' | 'ADD' | 'DELETE';

/** One change of a parsed update expression. REMOVE has no value. */
export interface ParsedChange {
  readonly section: SectionName;
  readonly path: readonly Piece[];
  readonly value?: Node;
}

interface ParsedUpdate {
  readonly changes: readonly ParsedChange[];
  /** The section that occurs more than once in the expression, if any. */
  readonly repeated: SectionName | undefined;
}

const MAX_DEPTH = 600;

/** A recursive descent parser. Its time is proportional to the length of the expression. */
class UpdateParser {
  readonly #reader: Reader;
  readonly #operators = new OperatorCount();
  #depth = 0;

  constructor(expression: string) {
    this.#reader = new Reader(expression, UPDATE_WORDS);
  }

  parse(): ParsedUpdate {
    const changes: ParsedChange[] = [];
    const sections = new Set<SectionName>();
    let repeated: SectionName | undefined;
    do {
      const section = this.#section();
      if (sections.has(section)) repeated ??= section;
      sections.add(section);
      changes.push(...this.#reader.list(() => this.#change(section)));
    } while (this.#reader.next.kind !== 'end');
    this.#operators.check();
    return { changes, repeated };
  }

  #section(): SectionName {
    if (this.#reader.next.kind !== 'keyword') throw this.#reader.unexpected();
    return this.#reader.take().text as SectionName;
  }

  #change(section: SectionName): ParsedChange {
    const path = this.#reader.path();
    switch (section) {
      case 'REMOVE':
        return { section, path };
      case 'SET':
        this.#reader.expect('=');
        return { section, path, value: this.#sum() };
      default:
        return { section, path, value: this.#value() };
    }
  }

  /** Reads one operand, or two with `+` or `-` between them. */
  #sum(): Node {
    const first = this.#operand();
    const operator = ['+', '-'].find((each) => this.#reader.takes(each));
    if (!operator) return first;
    this.#refuseSum(first);
    this.#operators.add();
    const second = this.#operand();
    this.#refuseSum(second);
    return { kind: 'operation', type: operator, args: [first, second] };
  }

  #refuseSum(node: Node): void {
    if (node.kind === 'operation') throw this.#reader.unexpected();
  }

  #operand(): Node {
    const { next } = this.#reader;
    if (next.kind === 'symbol' && next.text === '(') return this.#parenthesized();
    if (next.kind === 'value') return this.#value();
    if (next.kind !== 'word' || !this.#reader.isFollowedBy('(')) return { kind: 'path', path: this.#reader.path() };
    const name = this.#reader.take().text;
    this.#reader.expect('(');
    this.#operators.add();
    const args = this.#reader.list(() => this.#argument());
    this.#reader.expect(')');
    return { kind: 'call', name, args };
  }

  #argument(): Node {
    const node = this.#operand();
    this.#refuseSum(node);
    return node;
  }

  #parenthesized(): Node {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new ExpressionError('The expression has redundant parentheses;');
    this.#reader.expect('(');
    const inner = this.#sum();
    this.#reader.expect(')');
    this.#depth -= 1;
    return inner;
  }

  #value(): Node {
    if (this.#reader.next.kind !== 'value') throw this.#reader.unexpected();
    return { kind: 'value', placeholder: this.#reader.take().text };
  }
}

/**
 * Parses an update expression. Throws ExpressionError for a syntax error and for too many operators.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export const parseUpdate = boundedCache(
  PARSED_EXPRESSIONS,
  (expression): ParsedUpdate => new UpdateParser(expression).parse(),
);
