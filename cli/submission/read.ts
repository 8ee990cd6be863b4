/** An application to submit, or a problem with its line. Line numbers start at 1. */
export type Line =
  | { readonly line: number; readonly application: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly problem: string };

/**
 * Parses one JSON document (an application or an array of applications), or JSON lines with one application per line.
 */
export function readApplications(content: string): readonly Line[] {
  const whole = parsed(content);
  if (Array.isArray(whole)) return whole.map((value, index) => lineOf(index + 1, value));
  if (whole !== undefined) return [lineOf(1, whole)];
  return content
    .split('\n')
    .map((one, index) => ({ one, line: index + 1 }))
    .filter(({ one }) => one.trim() !== '')
    .map(({ one, line }) => lineOf(line, parsed(one)));
}

/** Accepts an application, or the detail of an event with the member `application`. */
function lineOf(line: number, value: unknown): Line {
  if (!isObject(value)) return { line, problem: 'it must be a JSON object such as {"name": …, "address": …}' };
  return { line, application: isObject(value.application) ? value.application : value };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
