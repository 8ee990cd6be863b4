import type { FunctionTable } from './function-table.ts';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** The begin of a KSUID's time, in seconds since the epoch. */
const KSUID_EPOCH = 1_400_000_000;

/** A number in the digits of `alphabet`, of this length. */
const digits = (value: bigint, alphabet: string, length: number): string => {
  const base = BigInt(alphabet.length);
  let rest = value;
  let written = '';
  for (let count = 0; count < length; count += 1) {
    written = `${alphabet[Number(rest % base)]}${written}`;
    rest /= base;
  }
  return written;
};

/** A time followed by random bytes, as one number. */
const withRandom = (time: number, secret: (bytes: number) => string, bytes: number): bigint => {
  const random = Buffer.from(secret(bytes), 'base64').toString('hex');
  return (BigInt(time) << BigInt(bytes * 8)) | BigInt(`0x${random}`);
};

export const ID_FUNCTIONS: FunctionTable = {
  'util.autoId': (_, { ids }) => ids.uuid(),
  'util.autoUlid': (_, { nowMs, ids }) => digits(withRandom(nowMs, ids.secret, 10), CROCKFORD, 26),
  'util.autoKsuid': (_, { nowMs, ids }) =>
    digits(withRandom(Math.floor(nowMs / 1000) - KSUID_EPOCH, ids.secret, 16), BASE62, 27),
};
