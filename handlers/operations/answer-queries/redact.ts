const TOKEN_NAME = /^task_?token$/i;
const HIDDEN = '(redacted)';

/** Parses JSON and hides every task token at any depth, also inside strings that contain JSON. */
export function readRedacted(text: string): unknown {
  try {
    return redact(JSON.parse(text));
  } catch {
    return text;
  }
}

function redact(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('{') || value.startsWith('[') ? redactText(value) : value;
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, TOKEN_NAME.test(name) ? HIDDEN : redact(member)]),
  );
}

function redactText(text: string): string {
  const value = readRedacted(text);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
