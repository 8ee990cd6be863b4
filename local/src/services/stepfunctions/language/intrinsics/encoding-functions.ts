import { createHash } from 'node:crypto';
import { expectCount, shortTextAt, textAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

/** The Base64 texts that Java's decoder accepts: the padding may be absent, but not incomplete. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;

/** Node's algorithm names by AWS's names. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

export const ENCODING_FUNCTIONS = {
  Base64Encode(values) {
    expectCount(values, 1);
    return encodeBase64(shortTextAt(values, 0));
  },
  Base64Decode(values) {
    expectCount(values, 1);
    const decoded = decodeBase64(shortTextAt(values, 0));
    if (decoded === undefined) throw new IntrinsicFault('The argument must be a Base64 encoded string');
    return decoded;
  },
  Hash(values) {
    expectCount(values, 2);
    const data = typeof values[0] === 'string' ? shortTextAt(values, 0) : JSON.stringify(values[0] ?? null);
    return hexDigest(data, textAt(values, 1));
  },
} satisfies Record<string, IntrinsicFunction>;

export const encodeBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** The UTF-8 text that a Base64 text encodes; undefined if it is not Base64. */
export const decodeBase64 = (text: string): string | undefined =>
  BASE64.test(text) ? Buffer.from(text, 'base64').toString('utf8') : undefined;

/** The hexadecimal digest of a UTF-8 text. `algorithm` has AWS's name: MD5, SHA-1, SHA-256, SHA-384 or SHA-512. */
export function hexDigest(data: string, algorithm: string): string {
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined) {
    const known = [...ALGORITHMS.keys()].join(', ');
    throw new IntrinsicFault(`Unsupported hashing algorithm '${algorithm}': it must be one of [${known}]`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}
