import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  paginateQuery,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { OPEN_REVIEW_STATES, type OpenReviewState } from '../../../events/states.ts';
import { callService, isConditionFailure } from '../errors.ts';
import { LEDGER_INDEXES } from './contract.ts';
import type { Closing, Prompted, ReviewEntry } from './entry.ts';
import { closeReview, markPrompted } from './entry-updates.ts';
import { type EntryQuery, type EntryUpdate, isClaimedBy, isIn, queryInput, updateInput } from './expressions.ts';
import { fingerprintOf } from './token-fingerprint.ts';

/**
 * The review ledger in DynamoDB. This object implements the ledger ports of all functions. Every write has a condition;
 * if the condition fails, nothing is changed.
 */
export function createReviewLedgerTable(client: DynamoDBDocumentClient, table: string) {
  const update = (change: EntryUpdate) => isWritten(() => client.send(new UpdateCommand(updateInput(table, change))));
  const pages = (query: Omit<EntryQuery, 'keyCondition'>) => openPages(client, table, query);
  return {
    read: async (applicationId: string): Promise<ReviewEntry | undefined> => {
      const command = new GetCommand({ TableName: table, Key: { applicationId }, ConsistentRead: true });
      const { Item } = await callService('Reading the review', () => client.send(command));
      return Item && entryIn(Item);
    },
    write: async (entry: ReviewEntry): Promise<ReviewEntry | undefined> => {
      const next = { ...entry, version: entry.version + 1 };
      const put = new PutCommand(replacement(table, next, entry.version));
      return (await isWritten(() => client.send(put))) ? next : undefined;
    },
    close: (closing: Closing): Promise<boolean> => update(closeReview(closing)),
    markPrompted: (prompted: Prompted): Promise<boolean> => update(markPrompted(prompted)),
    openPages: () => pages({ index: LEDGER_INDEXES.byRequest }),
    dueFirst: (most: number) => dueFirst(client, table, most),
    claimedBy: async (reviewer: string): Promise<readonly string[]> => {
      const ids: string[] = [];
      const query = { index: LEDGER_INDEXES.byDueDate, filter: isClaimedBy(reviewer) };
      for await (const page of pages(query)) ids.push(...page.map(({ applicationId }) => applicationId));
      return [...new Set(ids)];
    },
  };
}

const replacement = (table: string, entry: ReviewEntry, formerVersion: number): PutCommandInput => ({
  TableName: table,
  Item: entry,
  ConditionExpression: '#version = :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': formerVersion },
});

/** False if the condition of the write failed. */
async function isWritten(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await callService('Writing the review', write);
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/**
 * Open entries, state by state. The first pages of all states are requested at once. An entry that changes its state meanwhile
 * may be missing or occur twice.
 */
async function* openPages(
  client: DynamoDBDocumentClient,
  table: string,
  query: Omit<EntryQuery, 'keyCondition'>,
): AsyncIterable<readonly ReviewEntry[]> {
  const states = OPEN_REVIEW_STATES.map((state) =>
    pagesOf(client, queryInput(table, { ...query, keyCondition: isIn(state) })),
  );
  const firstPages = await Promise.all(states.map((pages) => pages.next()));
  for (const [index, pages] of states.entries()) {
    for (let page = firstPages[index]; page !== undefined && !page.done; page = await pages.next()) yield page.value;
  }
}

async function* pagesOf(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
): AsyncGenerator<readonly ReviewEntry[]> {
  for await (const { Items } of paginateQuery({ client }, query)) yield (Items ?? []).map(entryIn);
}

/** The open entries that are due first, at most `most`, in the order in which they are due. Eventually consistent. */
async function dueFirst(client: DynamoDBDocumentClient, table: string, most: number): Promise<readonly ReviewEntry[]> {
  const ofState = async (state: OpenReviewState) => {
    const entries: ReviewEntry[] = [];
    const query = queryInput(table, { index: LEDGER_INDEXES.byDueDate, keyCondition: isIn(state) });
    for await (const page of pagesOf(client, { ...query, Limit: most })) {
      entries.push(...page);
      if (entries.length >= most) break;
    }
    return entries;
  };
  const entries = await Promise.all(OPEN_REVIEW_STATES.map(ofState));
  return entries
    .flat()
    .toSorted((left, right) => Date.parse(left.dueAt) - Date.parse(right.dueAt))
    .slice(0, most);
}

/** An item as an entry. Items of earlier versions have the token, from which the fingerprint follows. */
const entryIn = (item: Readonly<Record<string, unknown>>): ReviewEntry =>
  ({ ...item, tokenFingerprint: item.tokenFingerprint ?? fingerprintOf(String(item.taskToken)) }) as ReviewEntry;
