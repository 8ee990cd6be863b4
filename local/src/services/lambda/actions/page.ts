import { offsetOf, offsetPage, type Page } from '../../../core/parameters/pages.ts';
import { invalidParameter } from '../errors.ts';
import { type Input, optionalInteger, optionalText } from '../parameters.ts';

const DEFAULT_ITEMS = 50;
const MAX_ITEMS = 100;

/** The page that `Marker` and `MaxItems` select. `next` is the Marker of the next page. */
export const pageOf = <T>(all: readonly T[], input: Input): Page<T> => {
  const offset = offsetOf(optionalText(input, 'Marker'));
  if (offset === undefined) throw invalidParameter('Invalid Marker.');
  const wanted = optionalInteger(input, 'MaxItems', { min: 1, max: 10_000 }) ?? DEFAULT_ITEMS;
  return offsetPage(all, offset, Math.min(wanted, MAX_ITEMS));
};
