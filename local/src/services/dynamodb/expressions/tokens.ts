/** A token of an expression. `word` is a name without a placeholder, `end` is the end of the expression. */
export interface Token {
  readonly kind: 'word' | 'keyword' | 'name' | 'value' | 'number' | 'symbol' | 'end';
  /** The token as in the expression; a keyword is in upper case. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const TOKEN =
  /[ \t\r\n]*(?:(?<word>[A-Za-z_]\w*)|(?<name>#\w*)|(?<value>:\w*)|(?<number>\d+)|(?<symbol><=|>=|<>|[^ \t\r\n]))?/uy;

/** The keywords of condition, filter and key condition expressions. */
export const CONDITION_WORDS: ReadonlySet<string> = new Set(['AND', 'BETWEEN', 'IN', 'NOT', 'OR']);
/** The keywords of update expressions. */
export const UPDATE_WORDS: ReadonlySet<string> = new Set(['ADD', 'DELETE', 'REMOVE', 'SET']);
/** A projection expression has no keywords. */
export const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * Splits an expression into tokens; the last token is `end`. The time is proportional to the length of the expression.
 */
export const tokensOf = (expression: string, keywords: ReadonlySet<string>): Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; ; ) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(expression);
    const found = Object.entries(match?.groups ?? {}).find(([, text]) => text !== undefined);
    if (!match || !found) return [...tokens, { kind: 'end', text: '<EOF>', from: expression.length, to: at }];
    const [kind, text] = found as [Token['kind'], string];
    at = TOKEN.lastIndex;
    const upper = text.toUpperCase();
    const isKeyword = kind === 'word' && keywords.has(upper) && !/[#:]/.test(expression[at] ?? '');
    tokens.push({ kind: isKeyword ? 'keyword' : kind, text: isKeyword ? upper : text, from: at - text.length, to: at });
  }
};
