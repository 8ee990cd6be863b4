import { keyedPage, type Page } from '../../core/parameters/pages.ts';
import type { ParameterFacts } from './parameter.ts';
import type { ParameterTable } from './parameter-table.ts';
import { tokenAfter } from './request.ts';

/** One page of the parameters that match, by name. Reads only as many rows as the page needs. */
export const factsPage = (
  table: ParameterTable,
  matches: (facts: ParameterFacts) => boolean,
  { size, after }: { readonly size: number; readonly after: string },
): Page<ParameterFacts> => {
  const found: ParameterFacts[] = [];
  for (const facts of table.facts(after)) {
    if (matches(facts)) found.push(facts);
    if (found.length > size) break;
  }
  return keyedPage(found, size, ({ name }) => tokenAfter(name));
};
