import { javaText } from '../java-text.ts';
import type { Json } from '../json.ts';
import { expectCount, textAt } from './arguments.ts';
import { IntrinsicFault } from './intrinsic-fault.ts';
import type { IntrinsicFunction } from './intrinsic-function.ts';

export const FORMAT_FUNCTIONS = {
  Format(values) {
    expectCount(values, 1, Number.POSITIVE_INFINITY);
    return format(textAt(values, 0), values.slice(1));
  },
  StringSplit(values) {
    expectCount(values, 2);
    return split(textAt(values, 0), textAt(values, 1));
  },
  UUID(values, scope) {
    expectCount(values, 0);
    return scope.random.uuid();
  },
} satisfies Record<string, IntrinsicFunction>;

/** Replaces each `{}` by the next value; `\{`, `\}` and `\\` give the characters themselves. */
function format(template: string, values: readonly Json[]): string {
  const left = [...values];
  const text = template.replace(/\\([{}\\'])|\{\}/g, (_, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    const value = left.shift();
    if (value === undefined) throw miscount();
    return javaText(value);
  });
  if (left.length > 0) throw miscount();
  return text;
}

const miscount = (): IntrinsicFault =>
  new IntrinsicFault('The number of arguments does not match the number of occurrences of {} in the format string');

/** Splits at every character of `delimiters`; omits empty parts. */
function split(text: string, delimiters: string): string[] {
  const ends = new Set(delimiters);
  const parts = [''];
  for (const character of text) {
    if (ends.has(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.filter((part) => part !== '');
}
