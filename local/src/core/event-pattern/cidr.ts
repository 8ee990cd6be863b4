import { isIPv6 } from 'node:net';
import { invalidPattern } from './invalid-pattern.ts';
import { textTest, type ValueTest } from './value-test.ts';

interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const V4 = /^\d+\.\d+\.\d+\.\d+$/;
const V6 = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/** Parses an IPv4 or IPv6 address; undefined if the text is not an address. */
export const parseAddress = (text: string): Address | undefined => {
  if (V4.test(text)) return parseV4(text);
  return V6.test(text) && isIPv6(text) ? { bits: 128, value: parseV6(text) } : undefined;
};

const parseV4 = (text: string): Address | undefined => {
  const octets = text.split('.').map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  return { bits: 32, value: octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n) };
};

const parseV6 = (text: string): bigint => {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
};

/**
 * Compiles `{"cidr": "10.0.0.0/24"}`, which matches strings that are an address in this block. As in AWS's compiler, a
 * mask that covers all bits (/32, /128) is invalid; to match one address, a pattern contains it as a string.
 */
export const cidr = (operand: unknown): ValueTest => {
  if (typeof operand !== 'string') throw invalidPattern('prefix match pattern must be a string');
  const { address, mask } = parseBlock(operand);
  const shift = BigInt(address.bits - mask);
  const block = address.value >> shift;
  return textTest((text) => {
    const found = parseAddress(text);
    return found !== undefined && found.bits === address.bits && found.value >> shift === block;
  });
};

const parseBlock = (text: string): { address: Address; mask: number } => {
  const [host = '', maskText = '', ...rest] = text.split('/');
  if (maskText === '' || rest.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(maskText)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  const mask = Number(maskText);
  if (mask < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  const address = parseAddress(host);
  if (!address)
    throw invalidPattern(`${V4.test(host) || V6.test(host) ? 'Invalid' : 'Nonstandard'} IP address: ${host}`);
  if (mask >= address.bits)
    throw invalidPattern(`IPv${address.bits === 32 ? 4 : 6} mask bits must be < ${address.bits}`);
  return { address, mask };
};
