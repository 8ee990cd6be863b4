import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createDynamoDb } from '../../../../local/src/services/dynamodb/dynamodb.ts';
import { freeDisk, noticeFullDisk } from '../../disk.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

const definition = (TableName: string) => ({
  TableName,
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
});
const KEY = { id: { S: 'a' } };

describe('The description of a table', () => {
  let kernel: TestKernel;
  beforeEach(async () => {
    kernel = await startKernel((k) => [createDynamoDb(k)]);
  });
  afterEach(() => kernel.stop());

  const call = (action: string, input: Record<string, unknown>) => kernel.as('dynamodb', action, input);
  const create = (name: string) => call('CreateTable', definition(name));
  const read = (name: string) => call('GetItem', { TableName: name, Key: KEY });

  test('is the current one after each change of the table', async () => {
    await create('items');
    expect(await read('items')).toEqual({});
    await call('DeleteTable', { TableName: 'items' });
    await expect(read('items')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    const { AttributeDefinitions, KeySchema, ...rest } = definition('items');
    await call('CreateTable', {
      ...rest,
      AttributeDefinitions: [...AttributeDefinitions, { AttributeName: 'at', AttributeType: 'N' }],
      KeySchema: [...KeySchema, { AttributeName: 'at', KeyType: 'RANGE' }],
    });
    await expect(read('items')).rejects.toMatchObject({
      message: 'The provided key element does not match the schema',
    });
  });

  test('is not that of a table whose creation could not be stored', async () => {
    await create('before');
    await noticeFullDisk(kernel.store);
    await expect(create('refused')).rejects.toMatchObject({ message: expect.stringContaining('disk') });
    freeDisk(kernel.store);
    await expect(read('refused')).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
    expect(await read('before')).toEqual({});
  });
});
