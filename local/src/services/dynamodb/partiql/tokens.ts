import { malformed } from './statement-error.ts';

type Kind = 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol' | 'end';

/** A token of a statement. `quoted` is a name in double quotes, `end` is the end of the statement. */
export interface Token {
  readonly kind: Kind;
  /** The token as in the statement; for `quoted` and `string` the text between the quotes. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
}

const SPACE = /(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)*/uy;
const TOKEN =
  /(?<word>[A-Za-z_$][\w$]*)|"(?<quoted>(?:[^"]|"")*)"|'(?<string>(?:[^']|'')*)'|(?<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|(?<parameter>\?)|(?<symbol><<|>>|<=|>=|<>|!=|[=<>(),.[\]{}*:+-])/uy;

const QUOTES: Readonly<Record<string, string>> = { quoted: '"', string: "'" };

const unquoted = (kind: string, text: string): string => {
  const quote = QUOTES[kind];
  return quote === undefined ? text : text.replaceAll(quote + quote, quote);
};

/** Computes the lines and columns of tokens. It is called with ascending offsets. */
class Position {
  readonly #statement: string;
  #line = 1;
  #lineStart = 0;

  constructor(statement: string) {
    this.#statement = statement;
  }

  at(offset: number): { readonly line: number; readonly column: number } {
    for (;;) {
      const end = this.#statement.indexOf('\n', this.#lineStart);
      if (end < 0 || end >= offset) break;
      this.#line += 1;
      this.#lineStart = end + 1;
    }
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }
}

/**
 * Splits a PartiQL statement into tokens without its comments; the last token is `end`. The time is proportional to the
 * length of the statement. Throws ValidationException for a character that begins no token.
 */
export const tokensOf = (statement: string): Token[] => {
  const tokens: Token[] = [];
  const position = new Position(statement);
  for (let offset = 0; ; ) {
    SPACE.lastIndex = offset;
    SPACE.exec(statement);
    const start = SPACE.lastIndex;
    if (start === statement.length) return [...tokens, { kind: 'end', text: '', ...position.at(start) }];
    TOKEN.lastIndex = start;
    const groups = TOKEN.exec(statement)?.groups ?? {};
    const found = Object.entries(groups).find(([, text]) => text !== undefined);
    if (!found) throw malformed();
    const [kind, text] = found as [Kind, string];
    tokens.push({ kind, text: unquoted(kind, text), ...position.at(start) });
    offset = TOKEN.lastIndex;
  }
};
