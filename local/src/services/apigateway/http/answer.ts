import { type Input, isObject } from '../../../core/parameters/input.ts';
import type { WireResponse } from '../../../core/service.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

/** A response that comes from API Gateway itself, not from a function. */
export const ownAnswer = (status: number, message: string, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify({ message }),
});

export const INTERNAL_ERROR = ownAnswer(500, 'Internal Server Error');

/** The response if an integration does not answer, or not in time. */
export const UNAVAILABLE = ownAnswer(503, 'Service Unavailable');

/**
 * Converts a function's answer in payload format 2.0 to a response. An object with `statusCode` describes the response;
 * any other value is the body of a response with status 200. An invalid answer gives status 500.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export const functionAnswer = (payload: string): WireResponse => {
  const value = parse(payload);
  if (value === undefined) return INTERNAL_ERROR;
  if (isObject(value) && 'statusCode' in value) return structured(value);
  return { status: 200, headers: JSON_TYPE, body: typeof value === 'string' ? value : payload };
};

const parse = (payload: string): unknown => {
  try {
    return JSON.parse(payload === '' ? 'null' : payload);
  } catch {
    return undefined;
  }
};

const structured = ({ statusCode, headers = {}, body = '', cookies, isBase64Encoded }: Input): WireResponse => {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return INTERNAL_ERROR;
  if (!isObject(headers ?? {}) || typeof (body ?? '') !== 'string') return INTERNAL_ERROR;
  const text = typeof body === 'string' ? body : '';
  const given = Object.entries(isObject(headers) ? headers : {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    status,
    headers: {
      ...(text !== '' && { 'content-type': 'text/plain; charset=utf-8' }),
      ...Object.fromEntries(given.filter(([name]) => !RESERVED.has(name))),
      ...(Array.isArray(cookies) && cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
};

/** Headers about the connection and the transfer. A function cannot set them. */
const RESERVED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);
