import type { AwsError } from '../aws/aws-error.ts';
import type { WireResponse } from '../service.ts';

type Tree = { [key: string]: Tree | string };

const grow = (tree: Tree, path: readonly string[], value: string): void => {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const next = tree[key];
  const branch: Tree = typeof next === 'object' ? next : (Object.create(null) as Tree);
  tree[key] = branch;
  grow(branch, rest, value);
};

const isIndex = (key: string): boolean => /^\d+$/.test(key);

const inOrder = (tree: Tree): (Tree | string)[] =>
  Object.keys(tree)
    .sort((left, right) => Number(left) - Number(right))
    .map((key) => tree[key] as Tree | string);

const entryPair = (entry: unknown): [string, unknown] => {
  const { key, value, Name, Value } = entry as Record<string, unknown>;
  return [String(key ?? Name), value ?? Value];
};

const settle = (tree: Tree | string): unknown => {
  if (typeof tree === 'string') return tree;
  const keys = Object.keys(tree);
  if (keys.length > 0 && keys.every(isIndex)) return inOrder(tree).map(settle);
  if (keys.length === 1 && keys[0] === 'member') return settle(tree.member as Tree);
  if (keys.length === 1 && keys[0] === 'entry')
    return Object.fromEntries((settle(tree.entry as Tree) as unknown[]).map(entryPair));
  return Object.fromEntries(keys.map((key) => [key, settle(tree[key] as Tree | string)]));
};

/**
 * Parameters of the AWS Query protocol as a value: `A.member.1=x` and `A.1=x` are lists, `A.entry.1.key/value` is a map.
 * Everything is a string. `Action` and `Version` stay in it.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export const parseQuery = (form: URLSearchParams): Record<string, unknown> => {
  const tree = Object.create(null) as Tree;
  for (const [name, value] of form) grow(tree, name.split('.'), value);
  return settle(tree) as Record<string, unknown>;
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };
export const escapeXml = (text: string): string => text.replace(/[&<>"\r]/g, (found) => ESCAPES[found] ?? found);

/** Members that are maps in the query services we have; all others with named members are structures. */
const MAPS = new Set(['Attributes', 'SubscriptionAttributes', 'SummaryMap']);

const element = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return '';
  return `<${name}>${content(name, value)}</${name}>`;
};

const content = (name: string, value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => element('member', item)).join('');
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  const entries = Object.entries(value);
  if (!MAPS.has(name)) return entries.map(([key, item]) => element(key, item)).join('');
  return entries.map(([key, item]) => `<entry><key>${escapeXml(key)}</key>${element('value', item)}</entry>`).join('');
};

const XML = { 'content-type': 'text/xml' };

export const queryAnswer = (action: string, output: unknown, namespace: string, requestId: string): WireResponse => ({
  status: 200,
  headers: XML,
  body: `<${action}Response xmlns="${namespace}">${element(`${action}Result`, output ?? {})}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${action}Response>`,
});

export const queryError = (error: AwsError, namespace: string, requestId: string): WireResponse => ({
  status: error.statusCode,
  headers: XML,
  body: `<ErrorResponse xmlns="${namespace}"><Error><Type>${error.statusCode < 500 ? 'Sender' : 'Receiver'}</Type><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
});
