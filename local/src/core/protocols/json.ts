import type { AwsError } from '../aws/aws-error.ts';
import type { JsonWriter, WireResponse } from '../service.ts';

/** Encodes a value for the AWS JSON protocols: timestamps as epoch seconds, bytes as base64. */
const wireValue = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(value)) out[key] = wireValue((value as Record<string, unknown>)[key]);
  return out;
};

export const jsonAnswer = (output: unknown, version: string): WireResponse => ({
  status: 200,
  headers: { 'content-type': `application/x-amz-json-${version}` },
  body: JSON.stringify(wireValue(output ?? {})),
});

/** The error's members beside its type and message, as they are sent. */
export const errorFields = (error: AwsError): object => wireValue(error.fields) as object;

export const jsonError = (error: AwsError, version: string): WireResponse => ({
  status: error.statusCode,
  headers: { 'content-type': `application/x-amz-json-${version}`, 'x-amzn-errortype': error.code },
  body: JSON.stringify({ __type: error.code, message: error.message, ...errorFields(error) }),
});

/** Writes answers and errors as most JSON services do. */
export const jsonWriter = (version: string): JsonWriter => ({
  answer: (output) => jsonAnswer(output, version),
  error: (error) => jsonError(error, version),
});

/**
 * A replacer for JSON.stringify that writes dates as epoch seconds. It reads the value from its holder (`this`),
 * because `value` is already a string.
 */
export function epochSeconds(this: unknown, key: string, value: unknown): unknown {
  const original = typeof this === 'object' && this !== null ? Reflect.get(this, key) : undefined;
  return original instanceof Date ? original.getTime() / 1000 : value;
}
