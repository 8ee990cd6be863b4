import { validations } from '../dynalite-internals.ts';
import type { Types } from '../dynalite-types.ts';
import type { AttributeValue } from '../expressions/scope.ts';

const MAX_BATCH_STATEMENTS = 25;
const MAX_TRANSACTION_STATEMENTS = 100;
const MAX_STATEMENT_LENGTH = 8192;

const CAPACITY = { type: 'String', enum: ['INDEXES', 'TOTAL', 'NONE'] };

const STATEMENT: Types = {
  Statement: {
    type: 'String',
    notNull: true,
    lengthGreaterThanOrEqual: 1,
    lengthLessThanOrEqual: MAX_STATEMENT_LENGTH,
  },
  Parameters: { type: 'List', lengthGreaterThanOrEqual: 1, children: 'AttrStruct<ValueStruct>' },
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html */
export const EXECUTE_STATEMENT: Types = {
  ...STATEMENT,
  ConsistentRead: 'Boolean',
  NextToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 32_768 },
  ReturnConsumedCapacity: CAPACITY,
  Limit: { type: 'Integer', greaterThanOrEqual: 1 },
};

const statements = (shape: string, most: number, members: Types): Types => ({
  type: 'List',
  notNull: true,
  lengthGreaterThanOrEqual: 1,
  lengthLessThanOrEqual: most,
  children: { type: `ValueStruct<${shape}>`, children: members },
});

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html */
export const BATCH_EXECUTE_STATEMENT: Types = {
  Statements: statements('BatchStatementRequest', MAX_BATCH_STATEMENTS, { ...STATEMENT, ConsistentRead: 'Boolean' }),
  ReturnConsumedCapacity: CAPACITY,
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html */
export const EXECUTE_TRANSACTION: Types = {
  TransactStatements: statements('ParameterizedStatement', MAX_TRANSACTION_STATEMENTS, STATEMENT),
  ClientRequestToken: { type: 'String', lengthGreaterThanOrEqual: 1, lengthLessThanOrEqual: 36 },
  ReturnConsumedCapacity: CAPACITY,
};

/** Returns AWS's message for the first invalid parameter of a statement; undefined if there is none. */
export const refuseParameters = (parameters: readonly AttributeValue[] | undefined): string | undefined => {
  for (const parameter of parameters ?? []) {
    const message = validations.validateAttributeValue(parameter);
    if (message) return message;
  }
  return undefined;
};
