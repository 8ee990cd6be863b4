/**
 * The first syntax error of an invalid JSON text, in the words of the parser that AWS uses. Only for texts that
 * JSON.parse has rejected.
 */
export const jsonProblem = (text: string): string => {
  try {
    new Scanner(text).document();
  } catch (error) {
    if (error instanceof Problem) return `${error.message}\n at ${place(text, error.at)}`;
    throw error;
  }
  return 'Filter is not valid JSON';
};

const LITERALS = new Set(['null', 'true', 'false']);
const VALUES = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";
const SHOWN = 500;

class Problem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const place = (text: string, at: number): string => {
  const lines = text.slice(0, at).split('\n');
  const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}"[truncated ${text.length - SHOWN} chars]` : `${text}"`;
  return `[Source: (String)"${shown}; line: ${lines.length}, column: ${(lines.at(-1)?.length ?? 0) + 1}]`;
};

class Scanner {
  readonly #text: string;
  readonly #open: { readonly kind: 'Object' | 'Array'; readonly at: number }[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    let valueNext = true;
    do {
      if (valueNext) this.#value();
      valueNext = this.#afterValue();
    } while (this.#open.length > 0 || valueNext);
  }

  /** Reads a scalar, or the start of a container up to its first value. */
  #value(): void {
    for (;;) {
      const char = this.#next('value');
      if (char === '{') {
        this.#enter('Object');
        if (this.#peek() === '}') return;
        this.#fieldName();
      } else if (char === '[') {
        this.#enter('Array');
        if (this.#peek() === ']') return;
      } else {
        this.#scalar(char);
        return;
      }
    }
  }

  /** Reads to the next value and closes containers that end; true if another value follows. */
  #afterValue(): boolean {
    const open = this.#open.at(-1);
    if (!open) return false;
    const char = this.#next('value');
    if (char === (open.kind === 'Object' ? '}' : ']')) {
      this.#open.pop();
      this.#at += 1;
      return false;
    }
    if (char !== ',') throw this.#unexpected(char, `was expecting comma to separate ${open.kind} entries`);
    this.#at += 1;
    if (open.kind === 'Object') this.#fieldName();
    return true;
  }

  #enter(kind: 'Object' | 'Array'): void {
    this.#open.push({ kind, at: this.#at });
    this.#at += 1;
  }

  #fieldName(): void {
    const char = this.#next('name');
    if (char !== '"') throw this.#unexpected(char, 'was expecting double-quote to start field name');
    this.#string();
    const colon = this.#next('value');
    if (colon !== ':') throw this.#unexpected(colon, 'was expecting a colon to separate field name and value');
    this.#at += 1;
  }

  #scalar(char: string): void {
    if (char === '"') {
      this.#string();
      return;
    }
    const rest = this.#text.slice(this.#at);
    const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/.exec(rest)?.[0];
    const word = /^[\p{L}\p{N}_$]+/u.exec(rest)?.[0] ?? '';
    if (number === undefined && !LITERALS.has(word)) {
      if (word === '') throw this.#unexpected(char, `expected a valid value (${VALUES})`);
      throw new Problem(`Unrecognized token '${word}': was expecting (${VALUES})`, this.#at + word.length);
    }
    this.#at += (number ?? word).length;
  }

  #string(): void {
    const start = this.#at;
    for (this.#at += 1; this.#text[this.#at] !== '"'; this.#at += this.#text[this.#at] === '\\' ? 2 : 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (Number.isNaN(code))
        throw new Problem('Unexpected end-of-input: was expecting closing quote for a string value', start);
      if (code < 32)
        throw new Problem(
          `Illegal unquoted character ((CTRL-CHAR, code ${code})): has to be escaped using backslash to be included in string value`,
          this.#at,
        );
    }
    this.#at += 1;
  }

  #peek(): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#text[this.#at];
  }

  #next(what: 'value' | 'name'): string {
    const char = this.#peek();
    if (char !== undefined) return char;
    const open = this.#open.at(-1);
    const missing = open
      ? `expected close marker for ${open.kind} (start marker at ${place(this.#text, open.at)})`
      : `was expecting a ${what}`;
    throw new Problem(`Unexpected end-of-input: ${missing}`, this.#at);
  }

  #unexpected(char: string, wanted: string): Problem {
    return new Problem(`Unexpected character ('${char}' (code ${char.codePointAt(0)})): ${wanted}`, this.#at);
  }
}
