import { AwsError, unsupported, validationError } from '../../core/aws/aws-error.ts';
import { type OperationName, operations } from './dynalite.ts';
import type { DynaliteError, Operation } from './dynalite-types.ts';
import type { ItemDatabase } from './item-database.ts';
import { checkTypes } from './member-types.ts';
import { refuseMembers } from './member-wording.ts';
import { MeteredOperation } from './metered.ts';
import { refuseNulls } from './null-members.ts';
import type { Layer } from './numbers.ts';
import { inLayer } from './value-layers.ts';

const isDynaliteError = (error: unknown): error is DynaliteError =>
  error instanceof Error && 'body' in error && 'statusCode' in error;

/** Converts dynalite's error to an AwsError; returns any other error unchanged. */
export const asAwsError = (error: unknown): unknown => {
  if (!isDynaliteError(error)) return error;
  const code = error.body.__type.slice(error.body.__type.indexOf('#') + 1);
  const message = error.body.message ?? error.body.Message ?? '';
  return new AwsError(code, message, { statusCode: error.statusCode, cause: error });
};

/** Converts dynalite's error of an action, and rewrites the one for an empty key value in AWS's words. */
const failureOf = (failure: unknown): unknown => {
  const error = asAwsError(failure);
  const words = /^One or more parameter values were invalid: (The AttributeValue for a key attribute .*)$/;
  const found = error instanceof AwsError ? words.exec(error.message) : null;
  return found ? validationError(`One or more parameter values are not valid. ${found[1]}`) : error;
};

/** The operations whose errors have AWS's prefix for errors in members; the item's size is an error without it. */
const ENVELOPED: ReadonlySet<string> = new Set<OperationName>(['PutItem', 'UpdateItem', 'DeleteItem']);

const refuseCustom = (
  action: string,
  custom: Operation['custom'],
  data: Record<string, unknown>,
  { database, layer }: { readonly database: ItemDatabase; readonly layer: Layer },
): void => {
  const message = inLayer(layer, () => custom?.(data, database));
  if (!message) return;
  const isEnveloped = layer === 'current' && ENVELOPED.has(action) && !message.startsWith('Item size');
  throw validationError(isEnveloped ? `1 validation error detected: ${message}` : message);
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
  layer: Layer = 'older',
): Record<string, unknown> => {
  for (const member of Object.keys(input))
    if (!Object.hasOwn(types, member)) throw unsupported(`${member} of dynamodb:${action}`);
  try {
    const data = checkTypes(input, types);
    refuseNulls(data);
    refuseMembers(action, data, types, layer);
    refuseCustom(action, custom, data, { database, layer });
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
  layer?: Layer,
): Record<string, unknown> => checked(name, operations[name], input, database, layer);

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
  if (failure) throw metered.failed(failureOf(failure));
  return metered.answered(answer);
};

/** Performs an operation that only reads. Rejects with AwsError. */
export const perform = (name: OperationName, data: Record<string, unknown>, database: ItemDatabase): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const metered = new MeteredOperation(name, data, database, 1);
    operations[name].act(database, metered.data, (error, value) =>
      error ? reject(failureOf(error)) : resolve(metered.answered(value)),
    );
  });
