import { createHash } from 'node:crypto';
import { expectCount, shortTextAt, textAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

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
    return Buffer.from(shortTextAt(values, 0), 'utf8').toString('base64');
  },
  Base64Decode(values) {
    expectCount(values, 1);
    const text = shortTextAt(values, 0);
    if (!BASE64.test(text)) throw new IntrinsicFault('The argument must be a Base64 encoded string');
    return Buffer.from(text, 'base64').toString('utf8');
  },
  Hash(values) {
    expectCount(values, 2);
    const data = typeof values[0] === 'string' ? shortTextAt(values, 0) : JSON.stringify(values[0] ?? null);
    return hexDigest(data, textAt(values, 1));
  },
} satisfies Record<string, IntrinsicFunction>;

/** The hexadecimal digest of a UTF-8 text; `algorithm` is AWS's name: MD5, SHA-1, SHA-256, SHA-384 or SHA-512. */
export function hexDigest(data: string, algorithm: string): string {
  const name = ALGORITHMS.get(algorithm);
  if (name === undefined) {
    const known = [...ALGORITHMS.keys()].join(', ');
    throw new IntrinsicFault(`Unsupported hashing algorithm '${algorithm}': it must be one of [${known}]`);
  }
  return createHash(name).update(data, 'utf8').digest('hex');
}
