import { validationError } from '../../../core/aws/aws-error.ts';
import { internals } from '../dynalite-internals.ts';
import type { Database, Item, Operation, Table } from '../dynalite-types.ts';
import type { Update } from '../expressions/update.ts';
import { refuseLargeItem } from '../item-size.ts';
import { refuseNumbersAndDepth } from '../value-layers.ts';
import { type AttributeUpdates, applyAttributeUpdates } from './attribute-updates.ts';
import { copyOf } from './changed-values.ts';
import { applyChanges } from './expression-changes.ts';

/** A checked input of UpdateItem. */
interface UpdateData {
  readonly TableName: string;
  readonly Key: Item;
  readonly AttributeUpdates?: AttributeUpdates;
  readonly ReturnValues?: string;
  readonly _updates?: Update;
}

const throwIf = (refusal: unknown): void => {
  if (refusal) throw refusal;
};

/** Throws ValidationException if a path of the update now leads to a value that is nested too deeply. */
const refuseDepth = ({ nestedPaths }: Update, item: Item): void => {
  for (const name of Object.keys(nestedPaths)) {
    const message = item[name] && refuseNumbersAndDepth(item[name], 'current');
    if (message) throw validationError(message);
  }
};

const itemAfter = (data: UpdateData, before: Item | undefined, table: Table): Item => {
  const item = copyOf(before ?? data.Key) as Item;
  if (data._updates) {
    applyChanges(data._updates.sections, item, table);
    refuseDepth(data._updates, item);
  } else applyAttributeUpdates(data.AttributeUpdates ?? {}, item);
  return item;
};

const returned = (data: UpdateData, before: Item | undefined, after: Item): Item | undefined => {
  const paths = data._updates ? data._updates.paths : Object.keys(data.AttributeUpdates ?? {});
  switch (data.ReturnValues) {
    case 'ALL_OLD':
      return before;
    case 'UPDATED_OLD':
      return before && internals.mapPaths(paths, before);
    case 'ALL_NEW':
      return after;
    case 'UPDATED_NEW':
      return internals.mapPaths(paths, after);
    default:
      return undefined;
  }
};

const update = (database: Database, table: Table, data: UpdateData): object => {
  throwIf(internals.validateKey(data.Key, table));
  throwIf(internals.validateUpdates(data.AttributeUpdates, data._updates, table));
  const key = internals.createKey(data.Key, table);
  const before = database.itemAt(data.TableName, key);
  throwIf(internals.checkConditional(data, before));
  const item = itemAfter(data, before, table);
  const message = refuseLargeItem(item, table);
  if (message) throw validationError(message.replace('Item size', 'Item size to update'));
  internals.updateIndexes(database, table, before, item, throwIf);
  database.getItemDb(data.TableName).put(key, item, throwIf);
  const attributes = returned(data, before, item);
  return {
    ...(attributes && { Attributes: attributes }),
    ConsumedCapacity: internals.addConsumedCapacity(data, false, before, item),
  };
};

/**
 * Updates an item, or creates it. The limits of DynamoDB hold for the item that results.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export const updateItem: Operation['act'] = (database, data, callback) => {
  const input = data as unknown as UpdateData;
  database.getTable(input.TableName, (missing, table) => {
    if (missing || !table) return callback(missing);
    let answer: object;
    try {
      answer = update(database, table, input);
    } catch (error) {
      return callback(error);
    }
    callback(null, answer);
  });
};
