import { validationError } from '../../core/aws/aws-error.ts';
import { keyedPage, pageTokens } from '../../core/parameters/pages.ts';
import { type Input, optionalInteger, optionalText } from './parameters.ts';

const MAX_PAGE = 100;
const TOKENS = pageTokens('after:');

/** One page of `items`, which must be sorted by `keyOf`. The token contains the key of the page's last item. */
export const page = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Input,
): { readonly items: readonly T[]; readonly NextToken?: string } => {
  const limit = optionalInteger(input, 'Limit', { min: 1, max: MAX_PAGE }) ?? MAX_PAGE;
  const after = readToken(optionalText(input, 'NextToken', { min: 1, max: 2048 }));
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const { items: shown, next } = keyedPage(rest, limit, (last) => TOKENS.write(keyOf(last)));
  return { items: shown, ...(next !== undefined && { NextToken: next }) };
};

const readToken = (token: string | undefined): string | undefined => {
  if (token === undefined) return undefined;
  const key = TOKENS.read(token);
  if (key === undefined) throw validationError('Parameter NextToken is not valid.');
  return key;
};
