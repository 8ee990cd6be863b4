import type { IncomingHttpHeaders } from 'node:http';
import { urlPart } from '../../../core/text/url-part.ts';
import type { HttpParameter } from './auth-parameters.ts';

type Values = { readonly [name: string]: string };

/** The parameters of a connection by name. */
export const valuesOf = (parameters: readonly HttpParameter[] = []): Values =>
  Object.fromEntries(parameters.map(({ Key, Value }) => [Key, Value]));

const RETRIED: ReadonlySet<number> = new Set([401, 407, 409, 429]);

/**
 * Whether AWS retries an event after a response with this status.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
 */
export const isRetried = (status: number): boolean => RETRIED.has(status) || status >= 500;

/** A copy of the URL with these query parameters after its own. */
export const withQuery = (url: URL, query: Values): URL => {
  const pairs = Object.entries(query).map(([name, value]) => `${urlPart(name)}=${urlPart(value)}`);
  const made = new URL(url);
  made.search = [made.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
  return made;
};

/** The endpoint with each `*` replaced by the next value; a `*` without a value stays. */
export const withPathValues = (endpoint: string, values: readonly string[]): string => {
  let next = 0;
  return endpoint.replaceAll('*', () => urlPart(values[next++] ?? '*'));
};

/** Headers that describe the HTTP connection or that AWS sets itself; parameters cannot change them. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'range',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

const FIXED_HEADERS: Values = {
  'user-agent': 'Amazon/EventBridge/ApiDestinations',
  range: 'bytes=0-1048575',
  'accept-encoding': 'gzip,deflate',
  connection: 'close',
};

/** The headers of an invocation. Later groups replace the headers of earlier ones, whatever their letter case. */
export const invocationHeaders = (...groups: readonly Values[]): Values => {
  const made: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' };
  for (const [name, value] of groups.flatMap((group) => Object.entries(group))) {
    const key = name.toLowerCase();
    // Node sends each character of a header as one byte.
    if (!OWN_HEADERS.has(key)) made[key] = Buffer.from(value).toString('latin1');
  }
  return { ...made, ...FIXED_HEADERS };
};

/**
 * The payload with the connection's body parameters, which replace members with the same name. A payload that is not a
 * JSON object is not changed. Numbers keep their digits if no member is replaced.
 */
export const withBodyParameters = (payload: string, parameters: Values): string => {
  const names = Object.keys(parameters);
  const body = names.length > 0 ? jsonObject(payload) : undefined;
  if (!body) return payload;
  if (names.some((name) => Object.hasOwn(body, name))) return JSON.stringify({ ...body, ...parameters });
  const added = JSON.stringify(parameters).slice(1);
  return Object.keys(body).length === 0 ? `{${added}` : `${payload.trimEnd().slice(0, -1)},${added}`;
};

const jsonObject = (text: string): object | undefined => {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
};

/**
 * The wait that a Retry-After header asks for, in milliseconds; negative if there should be no retry. Undefined without
 * such a header. A date counts from the response's own Date.
 */
export const retryAfterMs = ({ 'retry-after': value, date }: IncomingHttpHeaders): number | undefined => {
  if (value === undefined) return undefined;
  const ms = /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : ms;
};
