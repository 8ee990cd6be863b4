import { keyedPage } from '../../../core/parameters/pages.ts';
import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { describedVersion } from '../describe.ts';
import { invalidNextToken } from '../errors.ts';
import { findLatest } from '../find.ts';
import { flag, nameIn, pageIn, tokenAfter } from '../request.ts';

const MAX_PAGE = 50;

/**
 * The versions, oldest first.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
 */
export const getParameterHistory =
  (context: SsmContext): Action =>
  (input) => {
    const { name } = findLatest(context, nameIn(input));
    const { size, after } = pageIn(input, MAX_PAGE);
    if (!/^\d{0,15}$/.test(after)) throw invalidNextToken();
    const found = context.table.history(name, Number(after), size + 1);
    const { items, next } = keyedPage(found, size, ({ version }) => tokenAfter(version));
    const isDecrypted = flag(input, 'WithDecryption');
    return {
      Parameters: items.map((parameter) => describedVersion(parameter, isDecrypted)),
      ...(next !== undefined && { NextToken: next }),
    };
  };
