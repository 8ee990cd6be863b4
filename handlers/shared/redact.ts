const TOKEN_NAME = /^task_?token$/i;
const HIDDEN = '(redacted)';
const NONE: ReadonlySet<string> = new Set();

/**
 * Parses JSON and hides task tokens at any depth: the values of members such as `taskToken`, and each of `tokens` in
 * any string, even inside a URL, a sentence or JSON text.
 */
export function readRedacted(text: string, tokens: ReadonlySet<string>): unknown {
  const hidden = [...tokens].reduce((rest, token) => rest.replaceAll(token, HIDDEN), text);
  try {
    return redact(JSON.parse(hidden));
  } catch {
    return hidden;
  }
}

function redact(value: unknown): unknown {
  if (typeof value === 'string')
    return value.startsWith('{') || value.startsWith('[') ? redactedText(value, NONE) : value;
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, TOKEN_NAME.test(name) ? HIDDEN : redact(member)]),
  );
}

/** Like `readRedacted`, as text again. */
export function redactedText(text: string, tokens: ReadonlySet<string>): string {
  const value = readRedacted(text, tokens);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
