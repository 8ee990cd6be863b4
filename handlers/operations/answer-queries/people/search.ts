import { MAX_SEARCH_TEXT_LENGTH, SEARCH_PAGE_SIZE } from '../../../../api/limits.ts';
import { wordsOfApplicant } from '../../../shared/applicant-index/terms.ts';
import { wordsOf } from '../../../shared/applicant-index/text.ts';
import { isFirstMatch, isSearchable, wordPrefix, wordTerm } from '../../../shared/applicant-index/words.ts';
import type { ApplicationRecord } from '../../../shared/application-record.ts';
import { refuse } from '../../../shared/http/problem.ts';
import { list, type ReadPage } from '../list.ts';
import type { PeopleReader } from './ports.ts';

interface Search {
  /** The normalized words of the text. An application must have a word with each of these beginnings. */
  readonly words: readonly string[];
  /** The longest word: the one that is looked up in the index. */
  readonly lookup: string;
  readonly limit: number;
  readonly cursor: string | undefined;
}

interface FoundPage {
  readonly items: readonly ApplicationRecord[];
  readonly cursor?: string;
}

/**
 * The applications that have a word with each beginning in the text: in their names, addresses or e-mails, also before an
 * amendment.
 */
export async function searchApplications(
  people: PeopleReader,
  body: Readonly<Record<string, unknown>>,
): Promise<FoundPage> {
  const { words, lookup, limit, cursor } = readSearch(body);
  const found = new Map<string, ApplicationRecord>();
  const read: ReadPage = async (term, after, count) => {
    const page = await people.wordsPage({ term, prefix: wordPrefix(lookup), after, limit: count });
    const records = await people.records(page.items.map(({ applicationId }) => applicationId));
    for (const record of records) found.set(record.id, record);
    const items = page.items.filter(({ applicationId, entry }) => {
      const record = found.get(applicationId);
      const own = record === undefined ? [] : wordsOfApplicant(record);
      return isFirstMatch(entry, lookup, own) && words.every((word) => own.some((each) => each.startsWith(word)));
    });
    return { items: items.map((item) => ({ ...item })), last: page.last };
  };
  const page = await list({
    groups: [[wordTerm(lookup)]],
    sortKey: 'entry',
    isDescending: true,
    keyNames: ['term', 'entry'],
    read,
    question: words,
    limit,
    cursor,
  });
  const { items, ...rest } = page;
  return { items: items.flatMap(({ applicationId }) => found.get(String(applicationId)) ?? []), ...rest };
}

/** @throws ProblemError 400 */
function readSearch({ text, limit = SEARCH_PAGE_SIZE, cursor }: Readonly<Record<string, unknown>>): Search {
  if (typeof text !== 'string' || text.length > MAX_SEARCH_TEXT_LENGTH)
    return refuse('text', `text must be a text of at most ${MAX_SEARCH_TEXT_LENGTH} characters.`);
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > SEARCH_PAGE_SIZE)
    return refuse('limit', `limit must be 1 to ${SEARCH_PAGE_SIZE}.`);
  if (cursor !== undefined && typeof cursor !== 'string') return refuse('cursor', 'cursor must be a text.');
  const words = wordsOf(text);
  const [lookup] = words.toSorted((left, right) => right.length - left.length);
  if (lookup === undefined || !isSearchable(lookup))
    return refuse('text', 'text must have a word, or the beginning of one, of at least 2 letters or digits.');
  return { words, lookup, limit, cursor };
}
