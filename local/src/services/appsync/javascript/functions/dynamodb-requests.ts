import { isMembers, listArgument, membersArgument } from './arguments.ts';
import { filterExpression, keyExpression } from './filter-expression.ts';
import type { FunctionTable } from './function-table.ts';
import { Placeholders } from './placeholders.ts';
import { typedMembers } from './typed-values.ts';
import { updateExpression } from './update-expression.ts';

type Members = { readonly [name: string]: unknown };

const typedKey = ({ key }: Members) => typedMembers(membersArgument(key, 'key'));

/** The member `name` of a request, if the payload has a value for it. */
const member = (name: string, value: unknown): Members =>
  value === null || value === undefined ? {} : { [name]: value };

/** A path like `address.city` names an attribute of a map. */
const projectionOf = ({ projection }: Members, placeholders: Placeholders): Members => {
  if (projection === null || projection === undefined) return {};
  const part = placeholders.begin();
  const paths = listArgument(projection, 'projection').map((path) => part.path(String(path).split('.')));
  const { expression, expressionNames } = part.expression(paths.join(', '));
  return { projection: { expression, expressionNames } };
};

const filterOf = (name: string, given: unknown, placeholders: Placeholders): Members =>
  isMembers(given) && Object.keys(given).length > 0 ? { [name]: filterExpression(given, placeholders) } : {};

const get = (payload: Members): Members => ({
  operation: 'GetItem',
  key: typedKey(payload),
  ...member('consistentRead', payload.consistentRead),
  ...projectionOf(payload, new Placeholders()),
});

const put = (payload: Members): Members => ({
  key: typedKey(payload),
  attributeValues: typedMembers(membersArgument(payload.item, 'item')),
  ...filterOf('condition', payload.condition, new Placeholders()),
});

const remove = (payload: Members): Members => ({
  key: typedKey(payload),
  ...filterOf('condition', payload.condition, new Placeholders()),
});

const update = (payload: Members): Members => {
  const placeholders = new Placeholders();
  return {
    key: typedKey(payload),
    update: updateExpression(payload.update, placeholders),
    ...filterOf('condition', payload.condition, placeholders),
  };
};

const PAGE_MEMBERS = ['index', 'limit', 'nextToken', 'consistentRead', 'select', 'scanIndexForward'];
const SCAN_MEMBERS = [...PAGE_MEMBERS, 'totalSegments', 'segment'];

const named = (names: readonly string[], payload: Members): Members =>
  Object.assign({}, ...names.map((name) => member(name, payload[name])));

const query = (payload: Members): Members => {
  const placeholders = new Placeholders();
  return {
    operation: 'Query',
    query: keyExpression(payload.query, placeholders),
    ...filterOf('filter', payload.filter, placeholders),
    ...projectionOf(payload, placeholders),
    ...named(PAGE_MEMBERS, payload),
  };
};

const scan = (payload: Members): Members => {
  const placeholders = new Placeholders();
  return {
    operation: 'Scan',
    ...filterOf('filter', payload.filter, placeholders),
    ...projectionOf(payload, placeholders),
    ...named(SCAN_MEMBERS, payload),
  };
};

/** Converts what `payload` has for each table. */
const ofTables = ({ tables }: Members, convert: (given: unknown, table: string) => unknown): Members =>
  Object.fromEntries(
    Object.entries(membersArgument(tables, 'tables')).map(([table, given]) => [table, convert(given, table)]),
  );

const typedList = (list: unknown, name: string) =>
  listArgument(list, name).map((each) => typedMembers(membersArgument(each, name)));

const keysOfTable = (given: unknown, table: string): Members => {
  const wanted = membersArgument(given, table);
  return {
    keys: typedList(wanted.keys, `${table}.keys`),
    ...member('consistentRead', wanted.consistentRead),
    ...projectionOf(wanted, new Placeholders()),
  };
};

interface Transacted {
  readonly operation: string;
  readonly convert: (payload: Members) => Members;
}

const TRANSACTED = new Map<string, Transacted>([
  ['putItem', { operation: 'PutItem', convert: put }],
  ['updateItem', { operation: 'UpdateItem', convert: update }],
  ['deleteItem', { operation: 'DeleteItem', convert: remove }],
  ['conditionCheck', { operation: 'ConditionCheck', convert: remove }],
]);

const transactedWrite = (given: unknown): Members => {
  const [first] = Object.entries(membersArgument(given, 'An item of transactWrite'));
  const found = first && TRANSACTED.get(first[0]);
  if (!found) throw new TypeError(`An item of transactWrite must be one of ${[...TRANSACTED.keys()].join(', ')}`);
  const payload = membersArgument(first[1], first[0]);
  return { table: payload.table, operation: found.operation, ...found.convert(payload) };
};

const transactedGet = (given: unknown): Members => {
  const payload = membersArgument(given, 'An item of transactGet');
  return { table: payload.table, key: typedKey(payload), ...projectionOf(payload, new Placeholders()) };
};

const request = (name: string, convert: (payload: Members) => Members): FunctionTable => ({
  [`dynamodb.${name}`]: ([payload]) => convert(membersArgument(payload, `The argument of ${name}`)),
});

/**
 * The functions of `@aws-appsync/utils/dynamodb`, which return requests for a data source. The names of placeholders
 * differ from those of AppSync, which no page describes.
 * https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html
 */
export const DYNAMODB_REQUESTS: FunctionTable = {
  ...request('get', get),
  ...request('put', (payload) => ({ operation: 'PutItem', ...put(payload) })),
  ...request('update', (payload) => ({ operation: 'UpdateItem', ...update(payload) })),
  ...request('remove', (payload) => ({ operation: 'DeleteItem', ...remove(payload) })),
  ...request('query', query),
  ...request('scan', scan),
  ...request('batchGet', (payload) => ({ operation: 'BatchGetItem', tables: ofTables(payload, keysOfTable) })),
  ...request('batchPut', (payload) => ({ operation: 'BatchPutItem', tables: ofTables(payload, typedList) })),
  ...request('batchDelete', (payload) => ({ operation: 'BatchDeleteItem', tables: ofTables(payload, typedList) })),
  ...request('transactGet', ({ items }) => ({
    operation: 'TransactGetItems',
    transactItems: listArgument(items, 'items').map(transactedGet),
  })),
  ...request('transactWrite', ({ items }) => ({
    operation: 'TransactWriteItems',
    transactItems: listArgument(items, 'items').map(transactedWrite),
  })),
};
