import { callOptimized, fieldsOf, type Integration } from './integration.ts';

const NAMING = { prefix: 'DynamoDB', service: 'AmazonDynamoDBv2', base: 'AmazonDynamoDBException' };

/** `dynamodb:getItem`, `putItem`, `updateItem` and `deleteItem`. */
export const itemAction = (action: 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem'): Integration => ({
  patterns: ['request'],
  perform: async (request) => {
    const { answer, metadata } = await callOptimized(request, NAMING, ['dynamodb', action], fieldsOf(request));
    return { output: { ...answer, ...metadata } };
  },
});
