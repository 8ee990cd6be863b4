import { AwsError, validationError } from '../../../core/aws/aws-error.ts';
import type { Item } from '../dynalite-types.ts';
import type { ItemDatabase } from '../item-database.ts';
import { checked, performNow, validated } from '../perform.ts';
import { totalCapacity } from './capacity.ts';
import { parsedStatement, type StatementRequest } from './parsed-statement.ts';
import { projected } from './projected.ts';
import { singleRead } from './single-read.ts';
import { BATCH_EXECUTE_STATEMENT } from './statement-types.ts';
import type { Select, Statement } from './syntax.ts';
import { runWrite } from './write.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementError.html */
const ERROR_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  DuplicateItemException: 'DuplicateItem',
  ResourceNotFoundException: 'ResourceNotFound',
  ValidationException: 'ValidationError',
};

interface Outcome {
  readonly response: object;
  readonly capacity?: object | undefined;
}

/** A statement, or the error of its parser. */
type Parsed = { readonly statement: Statement } | { readonly error: unknown };

const parse = (request: StatementRequest): Parsed => {
  try {
    return { statement: parsedStatement(request) };
  } catch (error) {
    return { error };
  }
};

const tableNameOf = (statement: Statement): string =>
  statement.kind === 'exists' ? statement.select.table : statement.table;

/** The errors of statements that reached their table; only these have the name of the table. */
const OF_ITEM = new Set(['ConditionalCheckFailed', 'DuplicateItem']);

/** The response to a failed statement. Throws an error that concerns the whole request. */
const failed = (error: unknown, table: string | undefined): Outcome => {
  const code = error instanceof AwsError ? ERROR_CODES[error.code] : undefined;
  if (!(error instanceof AwsError) || code === undefined) throw error;
  const { Item: item } = error.fields;
  return {
    response: {
      ...(table !== undefined && OF_ITEM.has(code) && { TableName: table }),
      Error: { Code: code, Message: error.message, ...(item !== undefined && { Item: item }) },
    },
  };
};

interface Detail {
  readonly ReturnConsumedCapacity?: string;
}

const read = (select: Select, request: StatementRequest & Detail, database: ItemDatabase): Outcome => {
  const { ConsistentRead, ReturnConsumedCapacity } = request;
  const input = {
    ...singleRead(select, 'BatchExecuteStatement', database),
    ...(ConsistentRead !== undefined && { ConsistentRead }),
    ...(ReturnConsumedCapacity !== undefined && { ReturnConsumedCapacity }),
  };
  const { Item: item, ConsumedCapacity } = performNow('GetItem', validated('GetItem', input, database), database) as {
    readonly Item?: Item;
    readonly ConsumedCapacity?: object;
  };
  return {
    response: { TableName: select.table, ...(item && { Item: projected(item, select.projection) }) },
    capacity: ConsumedCapacity,
  };
};

/** Throws AccessDeniedException if the caller may not run the statement. */
type Permit = (statement: string) => void;

interface Run {
  readonly request: StatementRequest & Detail;
  readonly permit: Permit;
  readonly database: ItemDatabase;
}

const run = async (parsed: Parsed, { request, permit, database }: Run): Promise<Outcome> => {
  if ('error' in parsed) return failed(parsed.error, undefined);
  const { statement } = parsed;
  try {
    permit(request.Statement);
    if (statement.kind === 'exists') throw validationError('EXISTS is only supported in ExecuteTransaction');
    if (statement.kind === 'select') return read(statement, request, database);
    const { Attributes, ConsumedCapacity } = await runWrite(statement, request, database);
    return {
      response: { TableName: statement.table, ...(Attributes && { Item: Attributes }) },
      capacity: ConsumedCapacity,
    };
  } catch (error) {
    return failed(error, tableNameOf(statement));
  }
};

const refuseMixed = (all: readonly Parsed[]): void => {
  const kinds = all.flatMap((each) => ('statement' in each ? [each.statement.kind === 'select'] : []));
  if (new Set(kinds).size > 1)
    throw validationError(
      'BatchExecuteStatement API does not support both read and write operations in the same request.',
    );
};

const capacities = (outcomes: readonly Outcome[]): object[] => {
  const byTable = new Map<unknown, (object | undefined)[]>();
  for (const { capacity } of outcomes) {
    const { TableName } = (capacity ?? {}) as { TableName?: string };
    if (TableName !== undefined) byTable.set(TableName, [...(byTable.get(TableName) ?? []), capacity]);
  }
  return [...byTable.values()].flatMap((each) => totalCapacity(each) ?? []);
};

/**
 * Runs up to 25 statements, each independently of the others: one that fails, or that the caller may not run, has an
 * error in its response.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
 */
export const batchExecuteStatement = async (
  input: Record<string, unknown>,
  { database, permit }: Omit<Run, 'request'>,
): Promise<object> => {
  const data = checked('BatchExecuteStatement', { types: BATCH_EXECUTE_STATEMENT, custom: undefined }, input, database);
  const { Statements: requests, ReturnConsumedCapacity } = data as unknown as {
    readonly Statements: readonly StatementRequest[];
  } & Detail;
  const all = requests.map((request) => parse(request));
  refuseMixed(all);
  const detail = ReturnConsumedCapacity === undefined ? {} : { ReturnConsumedCapacity };
  const outcomes: Outcome[] = [];
  for (const [at, request] of requests.entries())
    outcomes.push(await run(all[at] as Parsed, { request: { ...request, ...detail }, permit, database }));
  const consumed = capacities(outcomes);
  return {
    Responses: outcomes.map(({ response }) => response),
    ...(consumed.length > 0 && { ConsumedCapacity: consumed }),
  };
};
