import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws/aws-error.ts';

/** Maximum nesting of JSON in a request. Deeper JSON can be parsed, but JSON.stringify fails on it. */
const MAX_JSON_DEPTH = 1_000;

/** Error for a request body that is larger than the limit. */
export const tooLarge = (limitBytes: number): AwsError =>
  new AwsError('RequestEntityTooLargeException', `Request must be smaller than ${limitBytes} bytes.`, {
    statusCode: 413,
  });

/**
 * Reads a request's body; rejects with RequestEntityTooLargeException (413) above `limitBytes`. The rest then stays
 * unread, so the connection cannot be used again.
 */
export const readBody = (request: IncomingMessage, limitBytes: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return reject(tooLarge(limitBytes));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limitBytes) {
        request.removeAllListeners('data').pause();
        reject(tooLarge(limitBytes));
      } else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
  });

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Maximum nesting of brackets outside strings. */
const depthOf = (json: Buffer): number => {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] as number;
    if (inString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (OPENING.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.has(byte)) depth -= 1;
  }
  return deepest;
};

/** Throws SerializationException for JSON that is nested deeper than MAX_JSON_DEPTH; does not check anything else. */
export const refuseDeepJson = (body: Buffer): void => {
  const isJson = body.length > MAX_JSON_DEPTH && OPENING.has(body[firstByte(body)] ?? 0);
  if (isJson && depthOf(body) > MAX_JSON_DEPTH)
    throw new AwsError('SerializationException', `JSON may be nested at most ${MAX_JSON_DEPTH} deep.`);
};

/**
 * Maximum number of dot-separated parts in a parameter's name: the cost of parsing grows with the square of the length.
 */
const MAX_NAME_PARTS = 50;

/** Throws MalformedQueryString for a form with a parameter name of more than MAX_NAME_PARTS parts. */
export const refuseDeepParameters = (form: Buffer): void => {
  if (form.length <= MAX_NAME_PARTS) return;
  for (const name of new URLSearchParams(form.toString('utf8')).keys())
    if (name.length > MAX_NAME_PARTS && name.split('.', MAX_NAME_PARTS + 1).length > MAX_NAME_PARTS)
      throw new AwsError('MalformedQueryString', `Parameters may be nested at most ${MAX_NAME_PARTS} deep.`);
};

/** Index of the first byte after leading white space. */
const firstByte = (body: Buffer): number => body.findIndex((byte) => byte > 0x20);

/** Parses a JSON object; an empty body is an empty object. Throws SerializationException for anything else. */
export const parseJsonObject = (body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {};
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('SerializationException', 'The request body must be a JSON object.');
  return value as Record<string, unknown>;
};
