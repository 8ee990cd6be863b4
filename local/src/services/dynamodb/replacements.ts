import { valueAt } from './document-path.ts';
import { dynaliteError, dynaliteValidation } from './dynalite-error.ts';
import { internals, validations } from './dynalite-internals.ts';
import type { Index, Item, LegacyConditions } from './dynalite-types.ts';
import { checkExpressions } from './expressions/check-expressions.ts';
import type { Condition } from './expressions/condition.ts';
import type { AttributeValue } from './expressions/scope.ts';
import { refuseKeyValues, refuseUpdatedKeys } from './index-keys.ts';
import { writeIndexes } from './index-writes.ts';
import { bytesOfItem } from './item-bytes.ts';
import { refuseLargeItem } from './item-size.ts';
import { Matching } from './matching.ts';
import { pageCallback } from './read-page.ts';
import { sortSets } from './set-order.ts';
import { activeLayer, currentDuplicates, refuseNumbersAndDepth } from './value-layers.ts';
import { extraBytes } from './value-limits.ts';

/** The members of a checked write that hold its conditions. */
interface Conditional {
  readonly _condition?: Condition;
  readonly Expected?: LegacyConditions;
  readonly ConditionalOperator?: string;
}

const { compare, validateItem, itemSize } = internals;
const { validateAttributeValue, validateExpressionParams, validateAttributeConditions, validateConditions } =
  validations;

const UNIT_BYTES = { read: 4096, write: 1024 } as const;

/** A read or write of no item costs as much as that of the smallest one. */
const bytesOrOne = (item: Item | null | undefined): number => (item ? bytesOfItem(item) : 1);

const matching = new Matching(internals);
const answerPage = pageCallback({ ...internals, matching });

const findIndex = (indexes: readonly Index[] | undefined, name: string | undefined) =>
  indexes?.find(({ IndexName }) => IndexName === name);

/** Returns AWS's message for an invalid value, in the words of the layer whose checks run now. */
const refuseValue = (value: AttributeValue): string | undefined => {
  const layer = activeLayer();
  const message = refuseNumbersAndDepth(value, layer) ?? validateAttributeValue(value);
  return layer === 'current' && message?.includes('contains duplicates') ? currentDuplicates(value) : message;
};

/** Like `refuseValue`, for the values of legacy conditions. */
const refuseConditionValues = (conditions: LegacyConditions = {}): string | undefined =>
  Object.values(conditions)
    .flatMap(({ Value, AttributeValueList = [] }) => [...(Value ? [Value] : []), ...AttributeValueList])
    .map(refuseValue)
    .find((message) => message !== undefined);

/**
 * Replaces parts of dynalite whose results differ from AWS, or whose time grows exponentially with the input.
 * dynalite's actions call their helpers through the exports of its modules, so a replacement applies to all actions.
 */
export const replaceInternals = (): void => {
  validations.validateExpressions = (data) =>
    checkExpressions(data, {
      isGreater: (first, second) => compare('GT', first, [second]),
      refuseValue,
      namesPlaceholders: activeLayer() === 'older',
    });
  validations.validateExpressionParams = (data, expressions, others) => {
    const message = validateExpressionParams(data, expressions, others);
    return activeLayer() === 'current'
      ? message?.replace(/^(ExpressionAttribute.* using expressions): .*/, '$1')
      : message;
  };
  validations.validateAttributeValue = refuseValue;
  validations.validateAttributeConditions = (data) =>
    refuseConditionValues(data.Expected) ?? validateAttributeConditions(data);
  validations.validateConditions = (conditions) => refuseConditionValues(conditions) ?? validateConditions(conditions);
  internals.mapPath = valueAt;
  internals.itemSize = (item, isCompressed, ...how) =>
    isCompressed ? itemSize(item, isCompressed, ...how) + extraBytes(item) : bytesOfItem(item);
  internals.addConsumedCapacity = (data, isRead, item, other) => {
    if (data.ReturnConsumedCapacity !== 'TOTAL' && data.ReturnConsumedCapacity !== 'INDEXES') return undefined;
    const bytes = Math.max(bytesOrOne(item), bytesOrOne(other));
    const units = Math.ceil(bytes / UNIT_BYTES[isRead ? 'read' : 'write']);
    const capacity = { CapacityUnits: isRead && !data.ConsistentRead ? units / 2 : units };
    return {
      ...capacity,
      TableName: data.TableName,
      ...(data.ReturnConsumedCapacity === 'INDEXES' && { Table: capacity }),
    };
  };
  internals.validateItem = (item, table) => {
    const error = validateItem(item, table);
    if (error) return error;
    const message = refuseKeyValues(item, table) ?? refuseLargeItem(item, table);
    return message === undefined ? undefined : dynaliteValidation(message);
  };
  internals.checkConditional = (data, item) => {
    const { _condition: condition, Expected, ConditionalOperator } = data as Conditional;
    const holds = condition
      ? matching.matches(item ?? {}, condition.expression)
      : !Expected || matching.matchesLegacy(item ?? {}, Expected, ConditionalOperator);
    return holds ? undefined : dynaliteError('ConditionalCheckFailedException', 'The conditional request failed');
  };
  internals.updateIndexes = (database, table, before, after, callback) => {
    const message = after ? refuseUpdatedKeys(after, table) : undefined;
    if (message !== undefined) return callback(dynaliteValidation(message));
    if (after) sortSets(after, (first, second) => compare('GT', { N: first }, [{ N: second }]));
    writeIndexes(database, table, { before: before ?? null, after });
    callback(null);
  };
  internals.queryTable = (database, table, data, bounds, isLocal, _fetches, startKeyNames, callback) => {
    const indexes = isLocal ? table.LocalSecondaryIndexes : table.GlobalSecondaryIndexes;
    const index = findIndex(indexes, data.IndexName);
    answerPage(database, data, { table, index, isLocal: isLocal === true, bounds, startKeyNames }, callback);
  };
};
