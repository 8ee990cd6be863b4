import type { HeaderValue } from '../endpoint.ts';

const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A header's value; undefined if HTTP does not allow it, because a value of a message can have any characters. */
export const sendableHeader = <V extends HeaderValue>(value: V | undefined): V | undefined =>
  value !== undefined && [value].flat().every((each) => SENDABLE.test(String(each))) ? value : undefined;
