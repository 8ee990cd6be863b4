import { validationError } from '../../core/aws/aws-error.ts';
import { type Input, optionalInteger, optionalText } from './parameters.ts';

const MAX_PAGE = 100;

/** One page of `items`, which are sorted by `keyOf`; the token names the last item before the next page. */
export const page = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  input: Input,
): { readonly items: readonly T[]; readonly NextToken?: string } => {
  const limit = optionalInteger(input, 'Limit', { min: 1, max: MAX_PAGE }) ?? MAX_PAGE;
  const token = optionalText(input, 'NextToken', { min: 1, max: 2048 });
  const after = token === undefined ? undefined : readToken(token);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  if (rest.length <= limit || last === undefined) return { items: shown };
  return { items: shown, NextToken: Buffer.from(`after:${keyOf(last)}`).toString('base64') };
};

const readToken = (token: string): string => {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('after:')) throw validationError('Parameter NextToken is not valid.');
  return text.slice('after:'.length);
};
