import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { callService } from '../../shared/errors.ts';
import { INDEXES } from './contract.ts';
import type { ReadPage } from './list.ts';
import { createOpenReviews } from './open-reviews.ts';
import type { Tables } from './ports.ts';
import type { ReviewsQuestion } from './question.ts';

export interface TableNames {
  readonly applications: string;
  readonly reviews: string;
  readonly accounts: string;
  readonly erasures: string;
  readonly notifications: string;
}

/** Read access to the tables. */
export function createTables(client: DynamoDBDocumentClient, names: TableNames): Tables {
  const get = async (TableName: string, Key: Record<string, string>) => {
    const command = new GetCommand({ TableName, Key, ConsistentRead: true });
    return (await callService('Reading an item', () => client.send(command))).Item;
  };
  return {
    application: async (id) => (await get(names.applications, { id })) as Awaited<ReturnType<Tables['application']>>,
    review: async (applicationId) =>
      (await get(names.reviews, { applicationId })) as Awaited<ReturnType<Tables['review']>>,
    account: async (applicationId) =>
      (await get(names.accounts, { applicationId })) as Awaited<ReturnType<Tables['account']>>,
    erasure: async (applicationId) =>
      (await get(names.erasures, { applicationId })) as Awaited<ReturnType<Tables['erasure']>>,
    notification: async (id) => (await get(names.notifications, { id })) as Awaited<ReturnType<Tables['notification']>>,
    applicationsPage: reader(client, { table: names.applications, index: INDEXES.byState, isNewestFirst: true }),
    openReviews: createOpenReviews(client, names.reviews),
    reviewsPage: (question, now) => {
      const index = question.sort === 'dueAt' ? INDEXES.byDueDate : INDEXES.byState;
      return reader(client, {
        table: names.reviews,
        index,
        isNewestFirst: question.isDescending,
        ...filterFor(question, now),
      });
    },
  };
}

interface Source {
  readonly table: string;
  readonly index: string;
  readonly isNewestFirst: boolean;
  readonly filter?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, string>>;
}

function reader(client: DynamoDBDocumentClient, source: Source): ReadPage {
  return async (state, after, limit) => {
    const query = new QueryCommand({
      TableName: source.table,
      IndexName: source.index,
      KeyConditionExpression: '#state = :state',
      ...(source.filter === undefined ? {} : { FilterExpression: source.filter }),
      ExpressionAttributeNames: { '#state': 'state', ...source.names },
      ExpressionAttributeValues: { ':state': state, ...source.values },
      ScanIndexForward: !source.isNewestFirst,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { ...after, state } }),
    });
    const { Items = [], LastEvaluatedKey } = await callService('Reading a list', () => client.send(query));
    return { items: Items, last: LastEvaluatedKey };
  };
}

interface Condition {
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string>>;
}

function filterFor(question: ReviewsQuestion, now: Date): Pick<Source, 'filter' | 'names' | 'values'> {
  const parts = conditionsFor(question, now);
  if (parts.length === 0) return {};
  return {
    filter: parts.map(({ condition }) => `(${condition})`).join(' AND '),
    names: Object.assign({}, ...parts.map(({ names }) => names)),
    values: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}

const REVIEWER = { '#claim': 'claim', '#reviewer': 'reviewer' } as const;
const UNTIL = { '#claim': 'claim', '#until': 'until' } as const;

function conditionsFor({ reason, claimedBy, unclaimed, q }: ReviewsQuestion, now: Date): readonly Condition[] {
  const at = { ':now': now.toISOString() };
  const parts: Condition[] = [];
  if (reason !== undefined)
    parts.push({
      condition: 'contains(#reasons, :reason)',
      names: { '#reasons': 'reasons' },
      values: { ':reason': reason },
    });
  if (claimedBy !== undefined)
    parts.push({
      condition: '#claim.#reviewer = :claimedBy AND #claim.#until > :now',
      names: { ...REVIEWER, ...UNTIL },
      values: { ':claimedBy': claimedBy, ...at },
    });
  if (unclaimed)
    parts.push({ condition: 'attribute_not_exists(#claim) OR #claim.#until <= :now', names: UNTIL, values: at });
  if (q !== undefined)
    parts.push({
      condition: 'contains(#id, :q) OR contains(#claim.#reviewer, :q)',
      names: { '#id': 'applicationId', ...REVIEWER },
      values: { ':q': q },
    });
  return parts;
}
