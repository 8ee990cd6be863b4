import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { WaitingReviews } from '../../../../api/types.generated.ts';
import { OPEN_REVIEW_STATES } from '../../../../events/states.ts';
import { callService } from '../../../shared/errors.ts';
import type { MeasureRow } from '../../../shared/measures/row.ts';
import { INDEXES } from '../contract.ts';
import type { MeasuresReader } from './ports.ts';

interface TableNames {
  readonly measures: string;
  readonly reviews: string;
}

/** Read access to the table of measures, and to the open reviews of the ledger. */
export function createMeasuresReader(client: DynamoDBDocumentClient, tables: TableNames): MeasuresReader {
  return {
    rowsOf: (day) => callService('Reading the measures', () => rowsOf(client, tables.measures, day)),
    waiting: async (now) => {
      const states = await Promise.all(
        OPEN_REVIEW_STATES.map((state) => waitingIn(client, tables.reviews, state, now)),
      );
      const [oldestRequestedAt] = states.flatMap(({ oldest }) => (oldest === undefined ? [] : [oldest])).toSorted();
      return {
        count: states.reduce((sum, { count }) => sum + count, 0),
        overdue: states.reduce((sum, { overdue }) => sum + overdue, 0),
        ...(oldestRequestedAt === undefined ? {} : { oldestRequestedAt }),
      } satisfies WaitingReviews;
    },
  };
}

async function rowsOf(client: DynamoDBDocumentClient, TableName: string, day: string): Promise<readonly MeasureRow[]> {
  const query = {
    TableName,
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: { ':day': day },
  };
  const rows: MeasureRow[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) rows.push(...(Items as MeasureRow[]));
  return rows;
}

interface Waiting {
  readonly count: number;
  readonly overdue: number;
  readonly oldest: string | undefined;
}

/** Both indexes have the items of one state, sorted: by the time of the request, and by the due date. */
async function waitingIn(
  client: DynamoDBDocumentClient,
  TableName: string,
  state: string,
  now: Date,
): Promise<Waiting> {
  const inState = {
    TableName,
    IndexName: INDEXES.byState,
    KeyConditionExpression: '#state = :state',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':state': state },
  };
  const overdue = {
    TableName,
    IndexName: INDEXES.byDueDate,
    KeyConditionExpression: '#state = :state AND #dueAt < :now',
    ExpressionAttributeNames: { '#state': 'state', '#dueAt': 'dueAt' },
    ExpressionAttributeValues: { ':state': state, ':now': now.toISOString() },
  };
  const oldest = new QueryCommand({ ...inState, Limit: 1 });
  const { Items = [] } = await callService('Reading the oldest review', () => client.send(oldest));
  const first = Items[0]?.requestedAt;
  if (typeof first !== 'string') return { count: 0, overdue: 0, oldest: undefined };
  return { count: await countOf(client, inState), overdue: await countOf(client, overdue), oldest: first };
}

type Question = Parameters<typeof paginateQuery>[1];

async function countOf(client: DynamoDBDocumentClient, question: Question): Promise<number> {
  let count = 0;
  const pages = paginateQuery({ client }, { ...question, Select: 'COUNT' });
  await callService('Counting reviews', async () => {
    for await (const { Count = 0 } of pages) count += Count;
  });
  return count;
}
