import { AwsError } from '../aws/aws-error.ts';

/** The members of a request body of the protocol REST-JSON; none for an empty body. Throws SerializationException. */
export const jsonObject = (body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {};
  const value = parsed(body.toString('utf8'));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AwsError('SerializationException', 'The request body must be a JSON object.');
  return value as Record<string, unknown>;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.', { cause });
  }
};
