import type { Action } from '../../../core/service.ts';
import type { SsmContext } from '../context.ts';
import { described } from '../describe.ts';
import { factsPage } from '../facts-page.ts';
import { filtersIn, isBelow } from '../filters.ts';
import { checkPath } from '../names.ts';
import { flag, pageIn, requiredText } from '../request.ts';

const MAX_PAGE = 10;
/** AWS also has the key Label; versions have no labels here. */
const FILTER_KEYS = ['Type', 'KeyId'];

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html */
export const getParametersByPath =
  ({ kernel, table }: SsmContext): Action =>
  (input) => {
    const path = requiredText(input, 'Path', { max: 2_048 });
    checkPath(path);
    const isRecursive = flag(input, 'Recursive');
    const matches = filtersIn(input, FILTER_KEYS, (name) => table.tags(name));
    const page = factsPage(
      table,
      (facts) => isBelow(facts.name, path, isRecursive) && matches(facts),
      pageIn(input, MAX_PAGE),
    );
    const isDecrypted = flag(input, 'WithDecryption');
    const found = page.items.flatMap(({ name }) => table.latest(name) ?? []);
    return {
      Parameters: found.map((parameter) => described(kernel.home, parameter, { isDecrypted })),
      ...(page.next !== undefined && { NextToken: page.next }),
    };
  };
