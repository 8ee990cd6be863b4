/** A part of a template: literal text or a variable. A variable is written differently inside quotes. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly quoted: boolean };

/** The form of a variable in templates of rules: `<variable>`. */
const VARIABLE = /<([A-Za-z0-9_\-.]+)>/y;

/** Splits a template into literal text and variables. */
const pieces = (template: string, form: RegExp = VARIABLE): readonly Piece[] => {
  const variable = new RegExp(form);
  const found: Piece[] = [];
  let text = '';
  let quoted = false;
  for (let at = 0; at < template.length; at += 1) {
    variable.lastIndex = at;
    const name = variable.exec(template)?.[1];
    if (name !== undefined) {
      found.push({ kind: 'text', text }, { kind: 'variable', name, quoted });
      text = '';
      at += name.length + 1;
      continue;
    }
    const char = template.charAt(at);
    text += char;
    if (quoted && char === '\\') text += template.charAt(++at);
    else if (char === '"') quoted = !quoted;
  }
  return [...found, { kind: 'text', text }];
};

export const templateVariables = (template: string, form?: RegExp): readonly string[] =>
  pieces(template, form).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []));

/**
 * Fills in a template (EventBridge guide, "Input transformation"). Outside quotes, a variable is written as JSON.
 * Inside quotes, a string is written without its quotes, and a list or an object without any quotes. A variable without
 * a value becomes an empty string. The result is JSON, or one JSON value per line, if and only if the template is.
 * `form` is the form of a variable, a sticky expression whose first group is the name.
 */
export const fillTemplate = (template: string, lookUp: (variable: string) => unknown, form?: RegExp): string =>
  pieces(template, form)
    .map((piece) => {
      if (piece.kind === 'text') return piece.text;
      const value = lookUp(piece.name) ?? '';
      return piece.quoted ? asText(value) : JSON.stringify(value);
    })
    .join('');

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);

const asText = (value: unknown): string => (typeof value === 'string' ? escaped(value) : escaped(bare(value)));

/** A value as JSON without quotes: `[HIGH,LOW]`, `{state:on}`. */
const bare = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return `[${value.map(bare).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}:${bare(member)}`)
    .join(',')}}`;
};

/** Whether the text is one JSON value, or one JSON value per non-blank line. */
export const isJsonOrJsonLines = (text: string): boolean =>
  isJson(text) ||
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .every(isJson);

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
