import { describe, expect, test } from '@jest/globals';
import { seededIds } from '../../../../../local/src/core/seeded-ids.ts';
import { FUNCTIONS } from '../../../../../local/src/services/appsync/javascript/functions/functions.ts';

const NOW = Date.UTC(2024, 0, 2, 3, 4, 5, 6);

const call = (name: string, ...args: unknown[]): unknown =>
  FUNCTIONS[name]?.(JSON.parse(JSON.stringify(args)), {
    field: 'Query.pet',
    authType: 'API Key Authorization',
    nowMs: NOW,
    ids: seededIds('test'),
    appended: [],
  });

// Inputs and results are the examples of the AppSync documentation, where it has some.
describe('The functions of util.dynamodb', () => {
  test.each([
    [
      'toDynamoDB',
      { foo: 'bar', baz: 1234, beep: ['boop'] },
      { M: { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } } },
    ],
    ['toString', 'foo', { S: 'foo' }],
    ['toStringSet', ['foo', 'bar'], { SS: ['foo', 'bar'] }],
    ['toNumber', 12_345, { N: 12_345 }],
    ['toNumberSet', [1, 4.56], { NS: [1, 4.56] }],
    ['toBinary', 'foo', { B: 'foo' }],
    ['toBoolean', true, { BOOL: true }],
    ['toNull', undefined, { NULL: null }],
    ['toList', ['foo', 123], { L: [{ S: 'foo' }, { N: 123 }] }],
    ['toMapValues', { foo: 'bar' }, { foo: { S: 'bar' } }],
    ['toString', null, null],
  ])('%s converts %j', (name, value, result) => {
    expect(call(`util.dynamodb.${name}`, value)).toEqual(result);
  });

  test('write and read S3 objects', () => {
    const written = call('util.dynamodb.toS3Object', 'foo', 'bar', 'baz') as { S: string };
    expect(call('util.dynamodb.fromS3ObjectJson', written.S)).toEqual({ key: 'foo', bucket: 'bar', region: 'baz' });
  });
});

describe('The functions of util.time', () => {
  test.each([
    ['nowISO8601', [], '2024-01-02T03:04:05.006Z'],
    ['nowEpochSeconds', [], 1_704_164_645],
    ['nowEpochMilliSeconds', [], NOW],
    ['nowFormatted', ['yyyy-MM-dd'], '2024-01-02'],
    ['parseISO8601ToEpochMilliSeconds', ['2018-02-01T17:21:05.180+08:00'], 1_517_476_865_180],
    ['epochMilliSecondsToSeconds', [1_517_943_695_750], 1_517_943_695],
    ['epochMilliSecondsToISO8601', [1_517_943_695_750], '2018-02-06T19:01:35.750Z'],
  ])('%s(%j)', (name, args, result) => {
    expect(call(`util.time.${name}`, ...args)).toBe(result);
  });
});

describe('The module @aws-appsync/utils/dynamodb', () => {
  test('makes requests for one item', () => {
    expect(call('dynamodb.get', { key: { id: 1 }, projection: ['name', 'home.city'] })).toEqual({
      operation: 'GetItem',
      key: { id: { N: 1 } },
      projection: {
        expression: '#name, #home.#city',
        expressionNames: { '#name': 'name', '#home': 'home', '#city': 'city' },
      },
    });
    expect(
      call('dynamodb.put', {
        key: { id: 1 },
        item: { tags: { SS: ['a'] } },
        condition: { id: { attributeExists: false } },
      }),
    ).toEqual({
      operation: 'PutItem',
      key: { id: { N: 1 } },
      attributeValues: { tags: { SS: ['a'] } },
      condition: { expression: 'attribute_not_exists(#id)', expressionNames: { '#id': 'id' }, expressionValues: {} },
    });
    expect(call('dynamodb.remove', { key: { id: 1 } })).toEqual({ operation: 'DeleteItem', key: { id: { N: 1 } } });
  });

  test('makes the expression of an update from plain values and from operations', () => {
    const operation = (name: string, ...args: unknown[]) => call(`dynamodb.operations.${name}`, ...args);
    const update = {
      name: 'Rex',
      age: operation('increment'),
      weight: operation('decrement', 2),
      old: operation('remove'),
      home: { city: operation('replace', 'Bern') },
      tags: operation('append', ['x']),
      list: [operation('updateListItem', 'y', 3)],
      first: operation('prepend', [0]),
    };
    expect(call('dynamodb.update', { key: { id: 1 }, update, condition: { age: { lt: 9 } } })).toEqual({
      operation: 'UpdateItem',
      key: { id: { N: 1 } },
      update: {
        expression:
          'SET #name = :name_set, #age = #age + :age_increment, #weight = #weight - :weight_decrement, ' +
          '#home.#city = :home_city_replace, #tags = list_append(#tags, :tags_append), #list[3] = :list_item, ' +
          '#first = list_append(:first_prepend, #first) REMOVE #old',
        expressionNames: {
          '#name': 'name',
          '#age': 'age',
          '#weight': 'weight',
          '#old': 'old',
          '#home': 'home',
          '#city': 'city',
          '#tags': 'tags',
          '#list': 'list',
          '#first': 'first',
        },
        expressionValues: {
          ':name_set': { S: 'Rex' },
          ':age_increment': { N: 1 },
          ':weight_decrement': { N: 2 },
          ':home_city_replace': { S: 'Bern' },
          ':tags_append': { L: [{ S: 'x' }] },
          ':list_item': { S: 'y' },
          ':first_prepend': { L: [{ N: 0 }] },
        },
      },
      condition: {
        expression: '#age < :age_lt',
        expressionNames: { '#age': 'age' },
        expressionValues: { ':age_lt': { N: 9 } },
      },
    });
  });

  test('makes requests for many items', () => {
    const query = { owner: { eq: 'Ann' }, born: { between: [1, 2] } };
    expect(
      call('dynamodb.query', { query, filter: { born: { eq: 1 } }, index: 'byOwner', limit: 5, nextToken: null }),
    ).toEqual({
      operation: 'Query',
      query: {
        expression: '#owner = :owner_eq AND #born BETWEEN :born_between AND :born_between_1',
        expressionNames: { '#owner': 'owner', '#born': 'born' },
        expressionValues: { ':owner_eq': { S: 'Ann' }, ':born_between': { N: 1 }, ':born_between_1': { N: 2 } },
      },
      filter: {
        expression: '#born = :born_eq',
        expressionNames: { '#born': 'born' },
        expressionValues: { ':born_eq': { N: 1 } },
      },
      index: 'byOwner',
      limit: 5,
    });
    expect(call('dynamodb.scan', { limit: 2, filter: {} })).toEqual({ operation: 'Scan', limit: 2 });
    expect(call('dynamodb.batchGet', { tables: { pets: { keys: [{ id: 1 }], consistentRead: true } } })).toEqual({
      operation: 'BatchGetItem',
      tables: { pets: { keys: [{ id: { N: 1 } }], consistentRead: true } },
    });
    expect(
      call('dynamodb.transactWrite', { items: [{ putItem: { table: 'pets', key: { id: 1 }, item: {} } }] }),
    ).toEqual({
      operation: 'TransactWriteItems',
      transactItems: [{ table: 'pets', operation: 'PutItem', key: { id: { N: 1 } }, attributeValues: {} }],
    });
  });

  test.each([
    ['a key', 'dynamodb.query', { query: { id: { ne: 1 } } }, 'ne is not an operator of id'],
    ['a filter', 'dynamodb.scan', { filter: { id: { like: 1 } } }, 'like is not an operator of id'],
    [
      'an update',
      'dynamodb.update',
      { key: {}, update: { a: { _type: 'constructor' } } },
      'constructor is not an operation',
    ],
    ['a payload', 'dynamodb.get', 'x', 'The argument of get must be an object'],
    ['a transaction', 'dynamodb.transactWrite', { items: [{ other: {} }] }, 'must be one of putItem'],
  ])('refuses %s that DynamoDB does not have', (_, name, payload, message) => {
    expect(() => call(name, payload)).toThrow(message);
  });
});

describe('A filter', () => {
  test.each([
    [{ title: { contains: 'Hello World' } }, 'contains(#title, :title_contains)'],
    [{ title: { beginsWith: 'a', ne: 'b' } }, 'begins_with(#title, :title_beginsWith) AND #title <> :title_ne'],
    [{ or: [{ a: { eq: 1 } }, { a: { eq: 2 } }] }, '((#a = :a_eq) OR (#a = :a_eq_1))'],
    [{ not: { a: { in: [1, 2] } } }, '(NOT (#a IN (:a_in, :a_in_1)))'],
    [{ home: { city: { notContains: 'x' } } }, 'NOT contains(#home.#city, :home_city_notContains)'],
    [{ a: { attributeType: 'string' } }, 'attribute_type(#a, :a_attributeType)'],
  ])('%j becomes an expression', (filter, expression) => {
    expect(JSON.parse(String(call('util.transform.toDynamoDBFilterExpression', filter)))).toMatchObject({ expression });
  });
});

describe('The functions of util.xml', () => {
  const POSTS = `<?xml version="1.0" encoding="UTF-8"?>
<posts>
<post>
  <id>1</id>
  <title>Getting started with GraphQL</title>
</post>
<post>
  <id>2</id>
  <title>Getting started with AppSync</title>
</post>
</posts>`;
  const first = { id: 1, title: 'Getting started with GraphQL' };
  const second = { id: 2, title: 'Getting started with AppSync' };

  test('make an object of a document; repeated elements are a list', () => {
    expect(call('util.xml.toMap', POSTS)).toEqual({ posts: { post: [first, second] } });
    expect(call('util.xml.toMap', POSTS.replace(/<post>.*?<\/post>/s, ''))).toEqual({ posts: { post: second } });
    expect(JSON.parse(String(call('util.xml.toJsonString', POSTS)))).toEqual({ posts: { post: [first, second] } });
  });

  // AWS documents none of these.
  test('keep the digits of numbers, and read attributes, empty elements and escaped characters', () => {
    const xml = '<a xmlns="x"><b>007</b><c>12345678901234567890</c><d>-1.5</d><e/><f>&lt;&#38;</f></a>';
    expect(call('util.xml.toMap', xml)).toEqual({
      a: { xmlns: 'x', b: '007', c: '12345678901234567890', d: -1.5, e: '', f: '<&' },
    });
  });

  test.each([
    ['that is not well-formed', '<a><b></a>', 'not well-formed'],
    ['with entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'must not have a document type'],
    ['that is nested too deeply', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`, 'nested deeper than 200'],
    ['that is too large', `<a>${'x'.repeat(5 * 2 ** 20)}</a>`, 'too large'],
    ['that is no text', 1, 'must be a string'],
  ])('refuse a document %s', (_, xml, message) => {
    expect(() => call('util.xml.toMap', xml)).toThrow(message);
  });
});
