import { isTextKey, type TextKey } from '../texts/en.ts';
import type { Texts } from '../texts/texts.tsx';

/** Text keys of the values of a member start with one of these. */
const VALUE_KEYS: Readonly<Record<string, readonly string[]>> = {
  check: ['case.check.'],
  decision: ['decision.'],
  outcome: ['application.', 'run-status.'],
  reasonCode: ['case.reason.'],
  reasons: ['case.check.'],
  result: ['file.result.'],
  state: ['state.', 'application.'],
};

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** Kind of an entry in the user's language. A kind that this console does not know is shown as it is. */
export const kindText = ({ t }: Texts, kind: string): string => textOf(t, `file.kind.${kind}`) ?? kind;

/** Name of a member of an entry in the user's language. */
export const memberName = ({ t }: Texts, name: string): string => textOf(t, `file.member.${name}`) ?? name;

/** Value of a member of an entry in the user's language: codes as words, times in the user's time zone. */
export function valueText(texts: Texts, name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => valueText(texts, name, item)).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  const words = (VALUE_KEYS[name] ?? []).map((start) => textOf(texts.t, start + value));
  const word = words.find((text) => text !== undefined);
  if (word !== undefined) return word;
  return ISO_TIME.test(value) ? texts.moment(value) : texts.said(value);
}

const textOf = (t: (key: TextKey) => string, key: string): string | undefined => (isTextKey(key) ? t(key) : undefined);
