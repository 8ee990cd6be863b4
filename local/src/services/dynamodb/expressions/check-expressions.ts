import { checkedCondition, type IsGreater } from './condition.ts';
import { checkedProjection } from './projection.ts';
import { ExpressionError } from './reader.ts';
import { type AttributeValue, Scope } from './scope.ts';
import { checkedUpdate } from './update.ts';

/** Maximum size of an expression. AWS counts the bytes of the text in the request. */
const MAX_EXPRESSION_BYTES = 4096;
/** Maximum size of the names and values of all placeholders together. */
const MAX_PLACEHOLDER_BYTES = 2 * 1024 * 1024;
const MAX_PLACEHOLDER_LENGTH = 255;

/** The expressions of a request. A checked expression is stored in the member that dynalite's actions read. */
export interface ExpressionData {
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
  [member: string]: unknown;
}

export interface ExpressionRules {
  readonly isGreater: IsGreater;
  /** Returns AWS's message for an invalid attribute value; undefined for a valid one. */
  readonly refuseValue: (value: AttributeValue) => string | undefined;
  /** Whether the message for an invalid value names its placeholder. */
  readonly namesPlaceholders: boolean;
}

type Check = (expression: string, scope: Scope, rules: ExpressionRules) => unknown;

const condition: Check = (expression, scope, { isGreater }) => checkedCondition(expression, scope, isGreater);

/** The expressions, in the order in which AWS checks them. */
const EXPRESSIONS: readonly { readonly name: string; readonly checked: string; readonly check: Check }[] = [
  { name: 'UpdateExpression', checked: '_updates', check: checkedUpdate },
  { name: 'ConditionExpression', checked: '_condition', check: condition },
  { name: 'KeyConditionExpression', checked: '_keyCondition', check: condition },
  { name: 'FilterExpression', checked: '_filter', check: condition },
  { name: 'ProjectionExpression', checked: '_projection', check: checkedProjection },
];

const NAME = /^#[0-9a-zA-Z_]+$/;
const VALUE = /^:[0-9a-zA-Z_]+$/;

const refusePlaceholders = (data: ExpressionData, member: string, pattern: RegExp): void => {
  const keys = Object.keys((data[member] as object | undefined) ?? {});
  if (data[member] === undefined) return;
  if (keys.length === 0) throw new ExpressionError(`${member} must not be empty`);
  const bad = keys.find((key) => !pattern.test(key));
  if (bad !== undefined) throw new ExpressionError(`${member} contains invalid key: Syntax error; key: "${bad}"`);
  const long = keys.find((key) => key.length > MAX_PLACEHOLDER_LENGTH);
  if (long !== undefined)
    throw new ExpressionError(
      `${member} contains invalid key: The expression attribute map contains a key that is too long; key: "${long}"`,
    );
  if (Buffer.byteLength(JSON.stringify(data[member])) > MAX_PLACEHOLDER_BYTES)
    throw new ExpressionError(`${member} exceeds max size`);
};

const refuseValues = (data: ExpressionData, rules: ExpressionRules): void => {
  for (const [key, value] of Object.entries(data.ExpressionAttributeValues ?? {})) {
    const message = rules.refuseValue(value);
    if (!message) continue;
    throw new ExpressionError(
      rules.namesPlaceholders ? `ExpressionAttributeValues contains invalid value: ${message} for key ${key}` : message,
    );
  }
};

const refuseSize = (name: string, expression: string): void => {
  if (expression === '') throw new ExpressionError('The expression can not be empty;');
  const bytes = Buffer.byteLength(expression);
  if (bytes <= MAX_EXPRESSION_BYTES) return;
  const size = name === 'UpdateExpression' ? '' : ` expression size: ${bytes}`;
  throw new ExpressionError(`Expression size has exceeded the maximum allowed size;${size}`);
};

const checkOne = (data: ExpressionData, scope: Scope, rules: ExpressionRules): void => {
  for (const { name, checked, check } of EXPRESSIONS) {
    const expression = data[name];
    if (typeof expression !== 'string') continue;
    try {
      refuseSize(name, expression);
      data[checked] = check(expression, scope, rules);
    } catch (error) {
      if (error instanceof ExpressionError) throw new ExpressionError(`Invalid ${name}: ${error.message}`);
      throw error;
    }
  }
};

const refuseUnused = (scope: Scope): void => {
  const names = scope.unusedNames();
  const values = scope.unusedValues();
  const [member, keys] = names.length > 0 ? ['ExpressionAttributeNames', names] : ['ExpressionAttributeValues', values];
  if (keys.length > 0)
    throw new ExpressionError(`Value provided in ${member} unused in expressions: keys: {${keys.join(', ')}}`);
};

/**
 * Parses and checks all expressions of a request with their placeholders. Returns AWS's message for the first error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
 */
export const checkExpressions = (data: ExpressionData, rules: ExpressionRules): string | undefined => {
  try {
    refusePlaceholders(data, 'ExpressionAttributeNames', NAME);
    refusePlaceholders(data, 'ExpressionAttributeValues', VALUE);
    refuseValues(data, rules);
    const scope = new Scope(data.ExpressionAttributeNames, data.ExpressionAttributeValues);
    checkOne(data, scope, rules);
    refuseUnused(scope);
    return undefined;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
};
