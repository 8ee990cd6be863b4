import type { HttpEvent } from './event.ts';
import { ProblemError, refuse } from './problem.ts';

/** 64 KiB, the same limit as for an event on the bus. */
const MAX_BODY_BYTES = 65_536;
const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\b/i;

/** The body as text. @throws ProblemError 413 if the body is too long */
export function textOfBody({ body = '', isBase64Encoded }: HttpEvent): string {
  const text = isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
  if (Buffer.byteLength(text) <= MAX_BODY_BYTES) return text;
  const detail = `The body may have at most ${MAX_BODY_BYTES} bytes.`;
  throw new ProblemError({ status: 413, code: 'TOO_LARGE', detail });
}

/** Parses the JSON object in the body. An empty body counts as `{}`. @throws ProblemError 400, 413, 415 */
export function objectInBody(event: HttpEvent): Readonly<Record<string, unknown>> {
  const text = textOfBody(event);
  if (text.trim() === '') return {};
  const type = event.headers?.['content-type'];
  if (type !== undefined && !JSON_TYPE.test(type)) {
    const detail = 'The body must be application/json.';
    throw new ProblemError({ status: 415, code: 'NOT_JSON', field: 'content-type', detail });
  }
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('body', 'The body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('body', 'The body must be valid JSON.', 'MALFORMED_JSON');
  }
}
