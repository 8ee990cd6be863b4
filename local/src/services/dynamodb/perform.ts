import { AwsError, unsupported, validationError } from '../../core/aws/aws-error.ts';
import { type OperationName, operations, validations } from './dynalite.ts';
import type { DynaliteError, Operation } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { MeteredOperation } from './metered.ts';
import { refuseNulls } from './null-members.ts';

const isDynaliteError = (error: unknown): error is DynaliteError =>
  error instanceof Error && 'body' in error && 'statusCode' in error;

/** Converts dynalite's error to an AwsError; returns any other error unchanged. */
export const asAwsError = (error: unknown): unknown => {
  if (!isDynaliteError(error)) return error;
  const code = error.body.__type.slice(error.body.__type.indexOf('#') + 1);
  const message = error.body.message ?? error.body.Message ?? '';
  return new AwsError(code, message, { statusCode: error.statusCode, cause: error });
};

/** Rewrites the error for an empty key value: AWS has a different message for it in a write than in a read. */
const inWordsOfWrite = (name: OperationName, error: unknown): unknown => {
  const words = /^One or more parameter values were invalid: (The AttributeValue for a key attribute .*)$/;
  const found = error instanceof AwsError && name !== 'GetItem' ? words.exec(error.message) : null;
  return found ? validationError(`One or more parameter values are not valid. ${found[1]}`) : error;
};

/**
 * Validates an input of the action `action` as AWS does; returns a copy. Throws ValidationException and
 * SerializationException, and UnsupportedOperation for a member that this runtime does not support.
 */
export const checked = (
  action: string,
  { types, custom }: Pick<Operation, 'types' | 'custom'>,
  input: Record<string, unknown>,
  database: ItemDatabase,
): Record<string, unknown> => {
  for (const member of Object.keys(input))
    if (!Object.hasOwn(types, member)) throw unsupported(`${member} of dynamodb:${action}`);
  try {
    const data = validations.checkTypes(structuredClone(input), types);
    refuseNulls(data);
    validations.checkValidations(data, types, custom, database);
    return data;
  } catch (error) {
    throw asAwsError(error);
  }
};

/** Like `checked`, for one of dynalite's operations. */
export const validated = (
  name: OperationName,
  input: Record<string, unknown>,
  database: ItemDatabase,
): Record<string, unknown> => checked(name, operations[name], input, database);

/** Cost factor of an operation in a transaction. */
export const TRANSACTIONAL = 2;
/** Cost factor of an operation that the runtime performs internally. */
export const FREE = 0;

/**
 * Performs an operation synchronously. Call it inside `ItemDatabase.write`. `times` multiplies the metered cost. Throws
 * AwsError.
 */
export const performNow = (
  name: OperationName,
  data: Record<string, unknown>,
  database: ItemDatabase,
  times = 1,
): unknown => {
  let answered = false;
  let failure: unknown;
  let answer: unknown;
  const metered = new MeteredOperation(name, data, database, times);
  operations[name].act(database, metered.data, (error, value) => {
    answered = true;
    failure = error;
    answer = value;
  });
  if (!answered) throw new Error(`dynalite's ${name} did not call back synchronously.`);
  if (failure) throw metered.failed(inWordsOfWrite(name, asAwsError(failure)));
  return metered.answered(answer);
};

/** Performs an operation that only reads. Rejects with AwsError. */
export const perform = (name: OperationName, data: Record<string, unknown>, database: ItemDatabase): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const metered = new MeteredOperation(name, data, database, 1);
    operations[name].act(database, metered.data, (error, value) =>
      error ? reject(asAwsError(error)) : resolve(metered.answered(value)),
    );
  });
