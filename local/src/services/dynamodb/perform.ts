import { AwsError, unsupported } from '../../core/aws/aws-error.ts';
import { type DynaliteError, type OperationName, operations, validations } from './dynalite.ts';
import type { ItemDatabase } from './item-database.ts';
import { Metered } from './metered.ts';

const isDynaliteError = (error: unknown): error is DynaliteError =>
  error instanceof Error && 'body' in error && 'statusCode' in error;

/** dynalite's error as AWS words it; any other error as it is. */
export const asAwsError = (error: unknown): unknown => {
  if (!isDynaliteError(error)) return error;
  const code = error.body.__type.slice(error.body.__type.indexOf('#') + 1);
  const message = error.body.message ?? error.body.Message ?? '';
  return new AwsError(code, message, { statusCode: error.statusCode, cause: error });
};

/**
 * Checks an operation's input as AWS does and copies it. Throws ValidationException and SerializationException, and
 * UnsupportedOperation for a member that the operation would leave unread.
 */
export const validated = (
  name: OperationName,
  input: Record<string, unknown>,
  database: ItemDatabase,
): Record<string, unknown> => {
  const { types, custom } = operations[name];
  for (const member of Object.keys(input))
    if (!Object.hasOwn(types, member)) throw unsupported(`${member} of dynamodb:${name}`);
  try {
    const data = validations.checkTypes(structuredClone(input), types);
    validations.checkValidations(data, types, custom, database);
    return data;
  } catch (error) {
    throw asAwsError(error);
  }
};

/** What a transaction's part costs more than an operation of its own. */
export const TRANSACTIONAL = 2;
/** What the runtime does for itself costs nothing. */
export const FREE = 0;

/** Carries out a changing operation on the spot; inside a write. Throws AwsError. It costs `times` as much as usual. */
export const performNow = (
  name: OperationName,
  data: Record<string, unknown>,
  database: ItemDatabase,
  times = 1,
): unknown => {
  let answered = false;
  let failure: unknown;
  let answer: unknown;
  const metered = new Metered(name, data, database, times);
  operations[name].act(database, metered.data, (error, value) => {
    answered = true;
    failure = error;
    answer = value;
  });
  if (!answered) throw new Error(`dynalite's ${name} did not answer at once.`);
  if (failure) throw metered.failed(asAwsError(failure));
  return metered.answered(answer);
};

/** Carries out a reading operation. Rejects with AwsError. */
export const perform = (name: OperationName, data: Record<string, unknown>, database: ItemDatabase): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const metered = new Metered(name, data, database, 1);
    operations[name].act(database, metered.data, (error, value) =>
      error ? reject(asAwsError(error)) : resolve(metered.answered(value)),
    );
  });
