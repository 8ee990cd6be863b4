import type { AnyOperation } from '../../../core/operation.ts';
import { withStringAttributes } from './attribute-values.ts';
import { callOptimized, fieldsOf, type Integration } from './integration.ts';

const NAMING = { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', base: 'AmazonDynamoDBException' };

/** `dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem`. A string as an attribute value stands for `{ S }`. */
export const itemOperation = (operation: AnyOperation): Integration => ({
  patterns: ['request'],
  perform: async (request) => {
    const { answer, metadata } = await callOptimized(
      request,
      NAMING,
      operation,
      withStringAttributes(fieldsOf(request)),
    );
    return { output: { ...answer, ...metadata } };
  },
});
