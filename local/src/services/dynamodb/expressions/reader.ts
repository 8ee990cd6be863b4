import { type Token, tokensOf } from './tokens.ts';

/**
 * Thrown for an expression that AWS refuses. The message is the part of AWS's message after `Invalid …Expression: `.
 */
export class ExpressionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** One piece of a document path: a name, a placeholder that starts with `#`, or an index. */
export type Piece = string | number;

/** Maximum number of pieces of a document path: its attribute and 31 levels inside it. */
const MAX_LEVELS = 32;

/** Number of expressions of each kind that are kept in parsed form. A caller has few, and a request changes only their values. */
export const PARSED_EXPRESSIONS = 200;

export const MAX_INDEX = 2 ** 31 - 1;

/** AWS's message for an index of a list that is negative or larger than MAX_INDEX. */
export const indexOutOfRange = (index: string): string =>
  `List index is not within the allowable range; index: [${index}]`;

/** Reads the tokens of one expression. Every method throws ExpressionError for a token that it does not expect. */
export class Reader {
  readonly #expression: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(expression: string, keywords: ReadonlySet<string>) {
    this.#expression = expression;
    this.#tokens = tokensOf(expression, keywords);
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  /** Whether the token after the next one is this symbol. */
  isFollowedBy(symbol: string): boolean {
    const after = this.#tokens[this.#at + 1];
    return after?.kind === 'symbol' && after.text === symbol;
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  /** Consumes the next token and returns true if it is this symbol or keyword. */
  takes(text: string): boolean {
    const { kind, text: found } = this.next;
    if ((kind !== 'symbol' && kind !== 'keyword') || found !== text) return false;
    this.#at += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected();
  }

  /** The error for an unexpected token. AWS shows the token and its neighbours as they are in the expression. */
  unexpected(): ExpressionError {
    const { next } = this;
    const before = this.#tokens[this.#at - 1] ?? next;
    const after = this.#tokens[this.#at + 1] ?? next;
    const near = this.#expression.slice(before.from, after.kind === 'end' ? next.to : after.to);
    const written = next.kind === 'end' ? next.text : this.#expression.slice(next.from, next.to);
    return new ExpressionError(`Syntax error; token: "${written}", near: "${near}"`);
  }

  isAtPath(): boolean {
    return this.next.kind === 'word' || this.next.kind === 'name';
  }

  /** Reads a document path: `a.b[0].#c`. */
  path(): Piece[] {
    if (!this.isAtPath()) throw this.unexpected();
    return this.pathAfter([this.take().text]);
  }

  /**
   * Reads the rest of a document path; `head` is the part already read.
   * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes
   */
  pathAfter(head: readonly Piece[]): Piece[] {
    const path = [...head];
    for (;;) {
      if (this.takes('.')) {
        if (!this.isAtPath()) throw this.unexpected();
        path.push(this.take().text);
      } else if (this.takes('[')) path.push(this.#index());
      else if (path.length > MAX_LEVELS) {
        throw new ExpressionError(`The document path has too many nesting levels; nesting levels: ${path.length}`);
      } else return path;
    }
  }

  #index(): number {
    if (this.next.kind !== 'number') throw this.unexpected();
    const { text } = this.take();
    this.expect(']');
    if (Number(text) > MAX_INDEX) throw new ExpressionError(indexOutOfRange(text));
    return Number(text);
  }

  /** Reads one or more elements, separated by commas. */
  list<T>(element: () => T): T[] {
    const elements = [element()];
    while (this.takes(',')) elements.push(element());
    return elements;
  }
}
