import { type DynamoDBDocumentClient, GetCommand, paginateQuery, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { newEntry } from '../../shared/case-files/entries.ts';
import { isConflict } from '../../shared/conflict.ts';
import { callService } from '../../shared/errors.ts';
import { ERASURES_BY_STATE } from './contract.ts';
import type { StoredErasure } from './erasure.ts';
import type { Erasures } from './ports.ts';

export interface ErasureTables {
  readonly erasures: string;
  readonly caseEntries: string;
}

/** The table of erasures. Each step is stored with its entry in the case file in one transaction. */
export function createErasures(client: DynamoDBDocumentClient, { erasures, caseEntries }: ErasureTables): Erasures {
  return {
    find: async (applicationId) => {
      const get = new GetCommand({ TableName: erasures, Key: { applicationId }, ConsistentRead: true });
      return (await callService('Reading the erasure', () => client.send(get))).Item as StoredErasure | undefined;
    },
    advance: async (erasure, entry) => {
      const write = new TransactWriteCommand({
        TransactItems: [{ Put: stepOf(erasures, erasure) }, { Put: newEntry(caseEntries, entry) }],
      });
      try {
        await callService('Storing the erasure', () => client.send(write));
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        throw error;
      }
    },
    async *confirmed() {
      const query = {
        TableName: erasures,
        IndexName: ERASURES_BY_STATE,
        KeyConditionExpression: '#state = :confirmed',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':confirmed': 'CONFIRMED' },
      };
      for await (const { Items = [] } of paginateQuery({ client }, query)) yield Items as StoredErasure[];
    },
  };
}

function stepOf(TableName: string, erasure: StoredErasure) {
  if (erasure.version === 1)
    return {
      TableName,
      Item: erasure,
      ConditionExpression: 'attribute_not_exists(#id)',
      ExpressionAttributeNames: { '#id': 'applicationId' },
    };
  return {
    TableName,
    Item: erasure,
    ConditionExpression: '#version = :former',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':former': erasure.version - 1 },
  };
}
