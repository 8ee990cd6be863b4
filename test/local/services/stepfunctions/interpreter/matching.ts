import { isObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';

/**
 * Compares values with recordings that contain wildcards: `{{*}}` any text, `{{*?}}` any text or none, `{{date}}` a
 * time.
 */

const WILDCARD = /\{*\{\{(\*\??|date)\}\}\}*/g;
const NOISE = new Set(['SdkHttpMetadata', 'SdkResponseMetadata', 'requestId', 'stackTrace', 'trace']);
const WRITTEN_BY_SERVICE =
  /\(Service: |Request ID|^An error occurred while|Status Code: \d|service limit|validation error/;

export interface Strictness {
  /** Whether additional keys are allowed. */
  readonly extra?: boolean;
  /** Whether to skip the text of a caught error that a service wrote. */
  readonly loose?: boolean;
}

const pattern = (text: string): RegExp => {
  const literally = (part: string) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  let source = '';
  let at = 0;
  for (const hit of text.matchAll(WILDCARD)) {
    const time = '(?:date|\\d{4}-\\d{2}-\\d{2}T[\\d:.]+(?:Z|[+-]\\d{2}:?\\d{2})?)';
    source += literally(text.slice(at, hit.index)) + (hit[1] === 'date' ? time : '.*?');
    at = hit.index + hit[0].length;
  }
  return new RegExp(`^${source}${literally(text.slice(at))}$`, 's');
};

export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Undefined if `actual` matches `expected`; otherwise the location and the difference. */
export function difference(expected: unknown, actual: unknown, how: Strictness = {}, path = ''): string | undefined {
  if (expected === '{{*?}}') return undefined;
  if (expected === '{{*}}') return actual === null || actual === undefined ? `${path}: missing` : undefined;
  if (isObject(expected)) return objectDifference(expected, parsed(actual), how, path);
  if (Array.isArray(expected)) return listDifference(expected, parsed(actual), how, path);
  if (typeof expected === 'string' && textAgrees(expected, actual, how)) return undefined;
  if (expected === actual) return undefined;
  return `${path || '.'}: want ${brief(expected)}, got ${brief(actual)}`;
}

function textAgrees(expected: string, actual: unknown, how: Strictness): boolean {
  if (actual === null || actual === undefined) return false;
  if (typeof actual !== 'string') return expected.includes('{{') && pattern(expected).test(JSON.stringify(actual));
  if (expected === actual || (expected.includes('{{') && pattern(expected).test(actual))) return true;
  if (!/^[[{]/.test(expected) || !/^[[{]/.test(actual)) return false;
  const left = parsed(expected);
  const right = parsed(actual);
  return typeof left !== 'string' && typeof right !== 'string' && difference(left, right, how) === undefined;
}

function objectDifference(
  expected: Record<string, unknown>,
  actual: unknown,
  how: Strictness,
  path: string,
): string | undefined {
  if (!isObject(actual)) return `${path || '.'}: want an object, got ${brief(actual)}`;
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(expected)) {
    const wild = key.includes('{{')
      ? Object.keys(actual).find((each) => !seen.has(each) && pattern(key).test(each))
      : key;
    const found = wild ?? key;
    if (!Object.hasOwn(actual, found)) {
      if (value === '{{*?}}' || (key === 'previousEventId' && value === 0)) continue;
      return `${path}.${key}: missing`;
    }
    seen.add(found);
    if (how.loose && isServiceText(key, value, expected, actual[found])) continue;
    const why = difference(value, actual[found], how, `${path}.${key}`);
    if (why !== undefined) return why;
  }
  if (how.extra) return undefined;
  const more = Object.keys(actual).filter((key) => !seen.has(key) && !Object.hasOwn(expected, key) && !NOISE.has(key));
  return more.length === 0 ? undefined : `${path || '.'}: has also ${more.join(', ')}`;
}

const isServiceText = (key: string, value: unknown, expected: object, actual: unknown): boolean =>
  key === 'Cause' &&
  'Error' in expected &&
  typeof value === 'string' &&
  WRITTEN_BY_SERVICE.test(value) &&
  typeof actual === 'string';

function listDifference(
  expected: readonly unknown[],
  actual: unknown,
  how: Strictness,
  path: string,
): string | undefined {
  if (!Array.isArray(actual)) return `${path || '.'}: want a list, got ${brief(actual)}`;
  if (actual.length !== expected.length) return `${path || '.'}: want ${expected.length} items, got ${actual.length}`;
  for (const [index, value] of expected.entries()) {
    const why = difference(value, actual[index], how, `${path}[${index}]`);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Each expected item matches one actual item, in any order. */
export function bagDifference(
  expected: readonly unknown[],
  actual: readonly unknown[],
  how: Strictness,
): string | undefined {
  if (expected.length !== actual.length) return `want ${expected.length} items, got ${actual.length}`;
  const left = [...actual];
  for (const value of expected) {
    const at = left.findIndex((each) => difference(value, each, how) === undefined);
    if (at < 0) return `no item like ${brief(value)}`;
    left.splice(at, 1);
  }
  return undefined;
}

function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.length <= 120 ? text : `${text.slice(0, 117)}...`;
}
