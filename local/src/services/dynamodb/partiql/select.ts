import type { Item } from '../dynalite-types.ts';
import type { Condition } from '../expressions/condition.ts';
import type { AttributeValue } from '../expressions/scope.ts';
import type { ItemDatabase } from '../item-database.ts';
import { performNow, validated } from '../perform.ts';
import { totalCapacity } from './capacity.ts';
import { withoutExpressionName } from './engine-call.ts';
import { nextToken, type Place, placeOf } from './next-token.ts';
import { projected } from './projected.ts';
import { planSelect, readInput, refuseConsistentRead, type SelectPlan } from './select-plan.ts';
import type { Select } from './syntax.ts';

/** Maximum number of items in a page that reads more than one partition. */
const MAX_ITEMS_OF_PARTITIONS = 10;

/** The checked input of ExecuteStatement. */
export interface StatementInput {
  readonly Statement: string;
  readonly Parameters?: readonly AttributeValue[];
  readonly ConsistentRead?: boolean;
  readonly Limit?: number;
  readonly NextToken?: string;
  readonly ReturnConsumedCapacity?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

interface Page {
  readonly Items: readonly Item[];
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
  readonly ConsumedCapacity?: object;
}

/**
 * The checked Query. Its filter can contain key attributes, which Query itself refuses; so this removes them from the
 * names that Query compares with the key.
 */
const queryData = (input: Record<string, unknown>, keyNames: readonly string[], database: ItemDatabase) => {
  const data = validated('Query', input, database);
  const filter = data._filter as Condition | undefined;
  if (!filter) return data;
  const others = Object.entries(filter.pathHeads).filter(([name]) => !keyNames.includes(name));
  return { ...data, _filter: { ...filter, pathHeads: Object.fromEntries(others) } };
};

interface Source {
  readonly select: Select;
  readonly plan: SelectPlan;
  readonly input: StatementInput;
}

const readPage = ({ select, plan, input }: Source, place: Place, limit: number, database: ItemDatabase): Page => {
  const partition = plan.partitions?.[place.partition];
  const { ConsistentRead, ReturnConsumedCapacity } = input;
  const read = {
    ...readInput(select, plan, partition),
    ...(ConsistentRead !== undefined && { ConsistentRead }),
    ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }),
    ...(Number.isFinite(limit) && { Limit: limit }),
    ...(place.after && { ExclusiveStartKey: place.after }),
  };
  return withoutExpressionName(() => {
    if (!partition) return performNow('Scan', validated('Scan', read, database), database) as Page;
    return performNow('Query', queryData(read, plan.keyNames, database), database) as Page;
  });
};

/** Reads partitions until the page is full; returns the pages, and the place where the next page begins. */
const readPages = (source: Source, database: ItemDatabase): { readonly pages: Page[]; readonly next?: Place } => {
  const partitions = source.plan.partitions?.length ?? 1;
  const most = partitions > 1 ? MAX_ITEMS_OF_PARTITIONS : Number.POSITIVE_INFINITY;
  let left = Math.min(source.input.Limit ?? Number.POSITIVE_INFINITY, most);
  let place = placeOf(source.input, source.input.NextToken);
  const pages: Page[] = [];
  for (; place.partition < partitions; place = { partition: place.partition + 1 }) {
    if (left === 0) return { pages, next: place };
    const page = readPage(source, place, left, database);
    pages.push(page);
    left -= page.ScannedCount;
    if (page.LastEvaluatedKey) return { pages, next: { partition: place.partition, after: page.LastEvaluatedKey } };
  }
  return { pages };
};

/**
 * Runs a SELECT statement of ExecuteStatement.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.select.html
 */
export const runSelect = (select: Select, input: StatementInput, database: ItemDatabase): object => {
  const plan = planSelect(select, database);
  if (input.ConsistentRead) refuseConsistentRead(select, database);
  const { pages, next } = readPages({ select, plan, input }, database);
  const items = pages.flatMap(({ Items }) => Items);
  const capacity = totalCapacity(pages.map(({ ConsumedCapacity }) => ConsumedCapacity));
  return {
    Items: items.map((item) => projected(item, select.projection)),
    ...(next && { NextToken: nextToken(input, next) }),
    ...(next?.after && { LastEvaluatedKey: next.after }),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
};
