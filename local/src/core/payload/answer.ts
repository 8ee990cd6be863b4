import { type Input, isObject } from '../parameters/input.ts';
import type { WireResponse } from '../service.ts';

export const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Converts a function's answer in payload format 2.0 to a response; undefined if the answer is invalid. An object with
 * `statusCode` describes the response; any other value is the body of a response with status 200. `describedType` is the
 * content type of a described response that names none; it returns undefined for none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export const functionResponse = (
  payload: string,
  describedType: (body: string) => string | undefined,
): WireResponse | undefined => {
  const value = parse(payload);
  if (value === undefined) return undefined;
  if (isObject(value) && 'statusCode' in value) return described(value, describedType);
  return { status: 200, headers: JSON_TYPE, body: typeof value === 'string' ? value : payload };
};

const parse = (payload: string): unknown => {
  try {
    return JSON.parse(payload === '' ? 'null' : payload);
  } catch {
    return undefined;
  }
};

const described = (
  { statusCode, headers = {}, body = '', cookies, isBase64Encoded }: Input,
  describedType: (body: string) => string | undefined,
): WireResponse | undefined => {
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 200 || status > 599) return undefined;
  if (!isObject(headers ?? {}) || typeof (body ?? '') !== 'string') return undefined;
  const text = typeof body === 'string' ? body : '';
  const type = describedType(text);
  const given = Object.entries(isObject(headers) ? headers : {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    status,
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      ...Object.fromEntries(given.filter(([name]) => !RESERVED.has(name))),
      ...(Array.isArray(cookies) && cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: isBase64Encoded === true ? Buffer.from(text, 'base64') : text,
  };
};

/** Headers about the connection and the transfer. A function cannot set them. */
const RESERVED = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);
