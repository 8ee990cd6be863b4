import { BlockList, isIP } from 'node:net';
import { consistsOf } from '../../core/text/text-parts.ts';
import { invalidParameter } from './errors.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Policy = { [name: string]: Json };
type Operand = Json | undefined;

const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;

const isObject = (value: unknown): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const onText =
  (test: (value: string, operand: string) => boolean) =>
  (value: Json, operand: Operand): boolean =>
    typeof value === 'string' && typeof operand === 'string' && test(value, operand);

const wildcard = (value: string, pattern: string): boolean => consistsOf(pattern.split('*'), value);

const inNetwork = (address: string, network: string): boolean => {
  const [base = '', bits] = network.split('/');
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(address) !== isIP(base) || isIP(base) === 0) return false;
  const block = new BlockList();
  block.addSubnet(base, Number(bits), family);
  return block.check(address, family);
};

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const numeric = (value: Json, operand: Operand): boolean => {
  if (typeof value !== 'number' || !Array.isArray(operand)) return false;
  for (let at = 0; at < operand.length; at += 2)
    if (!COMPARISONS[String(operand[at])]?.(value, Number(operand[at + 1]))) return false;
  return operand.length > 0;
};

const anythingBut = (value: Json, operand: Operand): boolean => {
  if (isObject(operand)) return !matchesOperator(value, operand);
  const excluded: readonly Operand[] = Array.isArray(operand) ? operand : [operand];
  return !excluded.includes(value);
};

const OPERATORS: Readonly<Record<string, (value: Json, operand: Operand) => boolean>> = {
  prefix: onText((value, operand) => value.startsWith(operand)),
  suffix: onText((value, operand) => value.endsWith(operand)),
  'equals-ignore-case': onText((value, operand) => value.toLowerCase() === operand.toLowerCase()),
  wildcard: onText(wildcard),
  cidr: onText(inNetwork),
  numeric,
  'anything-but': anythingBut,
};

const matchesOperator = (value: Json, condition: { [name: string]: Json }): boolean => {
  const [name = ''] = Object.keys(condition);
  return OPERATORS[name]?.(value, condition[name]) ?? false;
};

const matchesCondition = (values: readonly Json[], condition: Json): boolean => {
  if (!isObject(condition)) return values.includes(condition);
  if ('exists' in condition) return values.length > 0 === condition.exists;
  return values.some((value) => matchesOperator(value, condition));
};

const childrenOf = (nodes: readonly Json[], name: string): Json[] =>
  nodes.flatMap((node) => (isObject(node) && Object.hasOwn(node, name) ? (node[name] ?? null) : []));

const matches = (policy: Policy, nodes: readonly Json[]): boolean =>
  Object.entries(policy).every(([name, rule]) => {
    if (name === '$or' && Array.isArray(rule)) return rule.some((each) => isObject(each) && matches(each, nodes));
    const values = childrenOf(nodes, name).flat() as Json[];
    if (Array.isArray(rule)) return rule.some((condition) => matchesCondition(values, condition));
    return isObject(rule) && matches(rule, values);
  });

const parsed = (text: string): Json | undefined => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
};

/** Message attributes as a JSON object that the policy matches against. */
const attributeValues = (attributes: Readonly<Record<string, MessageAttribute>>): Policy => {
  const values: Policy = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    if (DataType.startsWith('Number')) values[name] = Number(StringValue);
    else values[name] = (DataType === 'String.Array' ? parsed(StringValue) : undefined) ?? StringValue;
  }
  return values;
};

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/**
 * Whether a message passes a subscription's filter policy. A body that is not a JSON object never passes a policy with
 * scope MessageBody. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export const passesFilter = (
  policy: string | undefined,
  onBody: boolean,
  message: { readonly body: string; readonly attributes: Readonly<Record<string, MessageAttribute>> },
): boolean => {
  if (!policy) return true;
  const data = onBody ? parsed(message.body) : attributeValues(message.attributes);
  return isObject(data) && matches(JSON.parse(policy) as Policy, [data]);
};

const refuse = (reason: string) => invalidParameter(`FilterPolicy: ${reason}`);

const checkCondition = (condition: Json): void => {
  if (Array.isArray(condition)) throw refuse('Match value must be String, number, true, false, or null');
  if (!isObject(condition)) return;
  const [name = '', more] = Object.keys(condition);
  if (more !== undefined || (name !== 'exists' && !Object.hasOwn(OPERATORS, name)))
    throw refuse(`Unrecognized match type ${more ?? name}`);
};

/** The number of combinations of a policy's conditions. Throws InvalidParameter for a malformed rule. */
const checkRules = (policy: Policy, nested: boolean): number => {
  let combinations = 1;
  for (const [name, rule] of Object.entries(policy)) {
    if (name === '$or' && Array.isArray(rule)) {
      for (const each of rule) if (isObject(each)) combinations *= checkRules(each, nested);
    } else if (Array.isArray(rule)) {
      if (rule.length === 0) throw refuse('Empty arrays are not allowed');
      for (const condition of rule) checkCondition(condition);
      combinations *= rule.length;
    } else if (isObject(rule) && nested) combinations *= checkRules(rule, nested);
    else
      throw refuse(
        nested
          ? `"${name}" must be an object or an array`
          : 'Filter policy scope MessageAttributes does not support nested filter policy',
      );
  }
  return combinations;
};

/** Throws InvalidParameter for a policy that AWS rejects. `nested`: the policy applies to message bodies. */
export const checkFilterPolicy = (text: string, nested: boolean): void => {
  const policy = parsed(text);
  if (!isObject(policy)) throw refuse('failed to parse JSON.');
  if (Object.keys(policy).length > MAX_KEYS) throw refuse('Filter policy can not have more than 5 keys');
  if (checkRules(policy, nested) > MAX_COMBINATIONS) throw refuse('Filter policy is too complex');
};
