import { PathSyntaxError } from './path-syntax.ts';

/** Maximum nesting depth of the parsed text; keeps a text from overflowing the stack. */
const MAX_DEPTH = 100;

const ESCAPE = /\\(?:u[0-9A-Fa-f]{4}|.)/suy;
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The character of an escape such as `\n`, `\'` or `\u00e9`. */
function unescaped(sequence: string): string {
  if (/^..[0-9A-Fa-f]{4}$/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence.slice(2), 16));
  const character = sequence.slice(1);
  return ESCAPED.get(character) ?? character;
}

/** A reader with a position in the text to parse. */
export class TextReader {
  readonly text: string;
  position = 0;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  peek(offset = 0): string {
    return this.text[this.position + offset] ?? '';
  }

  skipBlanks(): void {
    while (this.peek() === ' ' || this.peek() === '\t' || this.peek() === '\n' || this.peek() === '\r')
      this.position += 1;
  }

  /** Consumes `expected` and returns true if it is next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(`expected '${expected}'`);
  }

  /** Consumes and returns the match of a sticky expression at this position; undefined if there is no match. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Consumes a quoted string with Java's escapes; a backslash before any other character gives that character. */
  quoted(): string {
    const quote = this.peek();
    this.position += 1;
    let value = '';
    while (this.peek() !== quote) {
      if (this.atEnd) this.fail(`missing ${quote}`);
      const sequence = this.match(ESCAPE);
      value += sequence === undefined ? this.peek() : unescaped(sequence);
      if (sequence === undefined) this.position += 1;
    }
    this.position += 1;
    return value;
  }

  /** Runs a parser that can call itself, and limits the depth. Throws if the depth exceeds the maximum. */
  nested<Value>(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.fail('too deeply nested');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  fail(reason: string): never {
    throw new PathSyntaxError(`Could not parse '${this.text}': ${reason} at position ${this.position}`);
  }
}
