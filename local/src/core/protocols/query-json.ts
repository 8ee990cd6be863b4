import type { AwsError } from '../aws/aws-error.ts';
import type { WireResponse } from '../service.ts';

/** Members that a response has even without a value, by action. */
const NULLABLE: { readonly [action: string]: readonly string[] | undefined } = {
  SendMessage: ['MD5OfMessageAttributes', 'MD5OfMessageSystemAttributes', 'SequenceNumber'],
  Publish: ['SequenceNumber'],
};

/** Whether the client of the query protocol wants JSON instead of XML. API Gateway does. */
export const wantsJson = (accept: string | undefined): boolean => accept === 'application/json';

const json = (status: number, body: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** Response to a successful action of the query protocol for a client that wants JSON. */
export const queryJsonAnswer = (action: string, output: unknown, requestId: string): WireResponse => {
  const empty = (NULLABLE[action] ?? []).map((name) => [name, null]);
  const result = { ...Object.fromEntries(empty), ...(output as object | undefined) };
  return json(200, {
    [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } },
  });
};

export const queryJsonError = ({ code, message, statusCode }: AwsError, requestId: string): WireResponse => {
  const type = statusCode < 500 ? 'Sender' : 'Receiver';
  return json(statusCode, { Error: { Code: code, Message: message, Type: type }, RequestId: requestId });
};
