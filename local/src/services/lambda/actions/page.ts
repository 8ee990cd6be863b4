import { invalidParameter } from '../errors.ts';
import { type Input, optionalInteger, optionalText } from '../parameters.ts';

/** The page that `Marker` and `MaxItems` ask for; `next` is the marker of the one after. */
export const pageOf = <T>(all: readonly T[], input: Input): { items: readonly T[]; next: string | undefined } => {
  const marker = optionalText(input, 'Marker');
  const from = marker === undefined ? 0 : Number(marker);
  if (!Number.isInteger(from) || from < 0) throw invalidParameter('Invalid Marker.');
  const to = from + Math.min(optionalInteger(input, 'MaxItems', 1, 10_000) ?? 50, 100);
  return { items: all.slice(from, to), next: to < all.length ? String(to) : undefined };
};
