import { type CompiledPattern, compilePattern } from '../../core/event-pattern/compile-pattern.ts';
import { flattenEvent } from '../../core/event-pattern/flat-event.ts';
import { InvalidPatternError } from '../../core/event-pattern/invalid-pattern.ts';
import { matchesPattern } from '../../core/event-pattern/match-pattern.ts';
import {
  isJsonList,
  isJsonObject,
  type JsonObject,
  parseExact,
  parseOrdered,
} from '../../core/event-pattern/ordered-json.ts';
import { compactJson, MAX_DEPTH } from '../../core/text/json-text.ts';
import { invalidParameter } from './errors.ts';

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_POLICY_BYTES = 262_144;
/**
 * Maximum number of compiled policies in memory. They are kept so that a topic does not compile its policies again for
 * each message.
 */
const MAX_KEPT = 1_000;

const parsed = (text: string): unknown => {
  if (compactJson(text).depth > MAX_DEPTH) return undefined;
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
};

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** The message attributes as a JSON object, which the policy is matched against. */
const attributeValues = (attributes: Readonly<Record<string, MessageAttribute>>): object => {
  const values: { [name: string]: unknown } = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    values[name] = attributeValue(DataType, StringValue);
  }
  return values;
};

const attributeValue = (type: string, value: string): unknown => {
  if (type.startsWith('Number')) return parsed(value) ?? Number(value);
  return (type === 'String.Array' ? parsed(value) : undefined) ?? value;
};

const kept = new Map<string, CompiledPattern | undefined>();

/** The compiled policy. Undefined for an invalid policy, which an older version of this runtime may have stored. */
const compiled = (policy: string): CompiledPattern | undefined => {
  if (kept.has(policy)) return kept.get(policy);
  if (kept.size >= MAX_KEPT) kept.clear();
  const made = compiledOrUndefined(policy);
  kept.set(policy, made);
  return made;
};

const compiledOrUndefined = (policy: string): CompiledPattern | undefined => {
  try {
    return compilePattern(policy, 'unlimited');
  } catch (error) {
    if (error instanceof InvalidPatternError) return undefined;
    throw error;
  }
};

/** Whether the policy accepts all messages, like `{}`. */
const isEmpty = (policy: string | undefined): boolean => !policy || /^\s*\{\s*\}\s*$/.test(policy);

/**
 * Whether a message passes a subscription's filter policy. The policy is matched like an event pattern. A body that is
 * not a JSON object never passes a policy with the scope MessageBody.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export const passesFilter = (
  policy: string | undefined,
  onBody: boolean,
  message: { readonly body: string; readonly attributes: Readonly<Record<string, MessageAttribute>> },
): boolean => {
  if (policy === undefined || isEmpty(policy)) return true;
  const data = onBody ? parsed(message.body) : attributeValues(message.attributes);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const pattern = compiled(policy);
  return pattern !== undefined && matchesPattern(pattern, flattenEvent(data));
};

/**
 * The number of combinations of a policy: for each field the number of its values, multiplied by its nesting level. The
 * alternatives of `$or` are added.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
const combinationsOf = ({ members }: JsonObject, level: number): number =>
  members.reduce((product, [name, value]) => {
    if (isJsonObject(value)) return product * combinationsOf(value, level + 1);
    if (!isJsonList(value)) return product;
    if (name !== '$or') return product * value.length * level;
    return product * value.reduce((sum: number, one) => sum + (isJsonObject(one) ? combinationsOf(one, level) : 0), 0);
  }, 1);

const isNested = ({ members }: JsonObject): boolean =>
  members.some(([name, value]) => {
    if (name === '$or' && isJsonList(value)) return value.some((one) => isJsonObject(one) && isNested(one));
    return isJsonObject(value);
  });

interface PolicyCheck {
  /** Whether the policy applies to message bodies; such a policy may be nested. */
  readonly onBody: boolean;
  /** The start of the error message: in Subscribe it contains the parameter name `Attributes`. */
  readonly where: string;
}

/** Throws InvalidParameter with AWS's message for a policy that AWS rejects. */
export const checkFilterPolicy = (text: string, { onBody, where }: PolicyCheck): void => {
  const refuse = (reason: string) => invalidParameter(`${where}FilterPolicy: ${reason}`);
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw refuse('failed to parse JSON.');
  if (isEmpty(text)) return;
  if (Buffer.byteLength(text) > MAX_POLICY_BYTES) throw refuse('Filter policy is too large');
  const policy = parseOrdered(text);
  if (!isJsonObject(policy)) throw refuse('Filter is not an object');
  if (policy.members.length > MAX_KEYS) throw refuse('Filter policy can not have more than 5 keys');
  if (!onBody && isNested(policy))
    throw refuse('Filter policy scope MessageAttributes does not support nested filter policy');
  if (combinationsOf(policy, 1) > MAX_COMBINATIONS) throw refuse('Filter policy is too complex');
  try {
    compilePattern(text, 'unlimited');
  } catch (error) {
    throw error instanceof InvalidPatternError ? refuse(error.message) : error;
  }
};
