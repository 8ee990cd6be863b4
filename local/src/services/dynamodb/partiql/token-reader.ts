import type { AwsError } from '../../../core/aws/aws-error.ts';
import { indexOutOfRange, MAX_INDEX, type Piece } from '../expressions/reader.ts';
import { errorAt, malformed } from './statement-error.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Maximum nesting depth of parentheses, lists and maps. It limits the depth of the parser's recursion. */
const MAX_DEPTH = 200;

/** Reads the tokens of one statement. Methods throw ValidationException for a token that they do not expect. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(statement: string) {
    this.#tokens = tokensOf(statement);
  }

  get next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  isAtWord(word: string): boolean {
    return this.next.kind === 'word' && this.next.text.toUpperCase() === word;
  }

  /** Whether the next token is this symbol, or, with `ahead`, the token after it. */
  isAtSymbol(symbol: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.kind === 'symbol' && token.text === symbol;
  }

  /** Consumes the next token and returns true if it is this keyword, in upper or lower case. */
  takesWord(word: string): boolean {
    const isNext = this.isAtWord(word);
    if (isNext) this.#at += 1;
    return isNext;
  }

  takesSymbol(symbol: string): boolean {
    const isNext = this.isAtSymbol(symbol);
    if (isNext) this.#at += 1;
    return isNext;
  }

  expectWord(word: string): void {
    if (!this.takesWord(word)) throw this.unexpected();
  }

  expectSymbol(symbol: string): void {
    if (!this.takesSymbol(symbol)) throw this.unexpected();
  }

  unexpected(): AwsError {
    return malformed(this.next.kind === 'end' ? 'Unexpected end of statement' : 'Unexpected token');
  }

  expectEnd(): void {
    if (this.next.kind !== 'end') throw malformed('Unexpected token after expression');
  }

  /** Reads a name, with or without double quotes. */
  name(): string {
    const { kind } = this.next;
    if (kind !== 'word' && kind !== 'quoted') throw this.unexpected();
    return this.take().text;
  }

  /** Reads one or more names, separated by dots. */
  dotted(): string[] {
    const names = [this.name()];
    while (this.takesSymbol('.')) names.push(this.name());
    return names;
  }

  /** Reads a document path: `a.b[0]."c d"`. */
  path(): Piece[] {
    const path: Piece[] = [this.name()];
    for (;;) {
      if (this.takesSymbol('.')) path.push(this.name());
      else if (this.takesSymbol('[')) path.push(this.#index());
      else return path;
    }
  }

  #index(): Piece {
    const sign = this.takesSymbol('-') ? '-' : '';
    const token = this.take();
    const { kind, text } = token;
    this.expectSymbol(']');
    if (kind === 'string' && sign === '') return text;
    if (kind !== 'number' || !/^\d+$/.test(text)) throw malformed('Invalid path component');
    const index = Number(`${sign}${text}`);
    if (index < 0 || index > MAX_INDEX) throw errorAt(indexOutOfRange(`${sign}${text}`), token);
    return Math.abs(index);
  }

  /** Reads elements up to the symbol `end`, separated by commas. */
  listUntil<T>(end: string, element: () => T): T[] {
    if (this.takesSymbol(end)) return [];
    const elements = this.list(element);
    this.expectSymbol(end);
    return elements;
  }

  /** Reads one or more elements, separated by commas. */
  list<T>(element: () => T): T[] {
    const elements = [element()];
    while (this.takesSymbol(',')) elements.push(element());
    return elements;
  }

  /** Reads a part that can contain parts of the same kind. */
  nested<T>(part: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw malformed('The statement is nested too deeply');
    const read = part();
    this.#depth -= 1;
    return read;
  }
}
