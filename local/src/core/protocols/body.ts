import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws/aws-error.ts';

/** Error for a request body that is larger than the limit. */
export const tooLarge = (limitBytes: number): AwsError =>
  new AwsError('RequestEntityTooLargeException', `Request must be smaller than ${limitBytes} bytes.`, {
    statusCode: 413,
  });

/**
 * Reads a request's body. Rejects with RequestEntityTooLargeException (413) above `limitBytes`, and with the error that
 * `look` throws for a chunk. In both cases the rest of the request stays unread, so the connection cannot be used
 * again.
 */
export const readBody = (
  request: IncomingMessage,
  limitBytes: number,
  look: (chunk: Buffer) => void = () => {},
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return reject(tooLarge(limitBytes));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      try {
        if (size > limitBytes) throw tooLarge(limitBytes);
        look(chunk);
      } catch (error) {
        request.removeAllListeners('data').pause();
        reject(error);
      }
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
  });

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
