import { crc32 } from 'node:zlib';
import type { AwsError } from '../../core/aws/aws-error.ts';
import { errorFields, jsonAnswer, jsonError } from '../../core/protocols/json.ts';
import type { JsonWriter, WireResponse } from '../../core/service.ts';

const VERSION = '1.0';

const SERVICE = 'com.amazon.coral.service';

/** The namespaces of the error codes that do not have DynamoDB's own namespace. */
const NAMESPACES: Readonly<Record<string, string>> = {
  AccessDeniedException: SERVICE,
  IncompleteSignatureException: SERVICE,
  InternalFailure: SERVICE,
  InvalidSignatureException: SERVICE,
  MissingAuthenticationTokenException: SERVICE,
  SerializationException: SERVICE,
  UnknownOperationException: SERVICE,
  UnrecognizedClientException: SERVICE,
  UnsupportedOperation: SERVICE,
  ThrottlingException: 'com.amazon.coral.availability',
  ValidationException: 'com.amazon.coral.validate',
};

/** Codes of errors that have `Message` instead of `message` in their body on AWS. */
const CAPITAL = new Set([
  'AccessDeniedException',
  'IdempotentParameterMismatchException',
  'SerializationException',
  'TransactionCanceledException',
]);

/**
 * The members of an error's body after the type. As on AWS, there are none if the request's body is not JSON or its
 * action is unknown.
 */
const message = ({ code, message: text }: AwsError): object => {
  if (text === '' || code === 'UnknownOperationException') return {};
  return CAPITAL.has(code) ? { Message: text } : { message: text };
};

const typeOf = (code: string): string => `${NAMESPACES[code] ?? 'com.amazonaws.dynamodb.v20120810'}#${code}`;

const withChecksum = (response: WireResponse): WireResponse => ({
  ...response,
  headers: { ...response.headers, 'x-amz-crc32': String(crc32(response.body)) },
});

/** The HTTP status. DynamoDB answers refused requests with 400, also requests without a valid signature. */
const statusOf = ({ statusCode, code }: AwsError): number =>
  code in NAMESPACES && statusCode === 403 ? 400 : statusCode;

/**
 * DynamoDB's responses: the type of an error has a namespace, and each response has the CRC32 of its body.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export const dynamoDbWriter: JsonWriter = {
  answer: (output) => withChecksum(jsonAnswer(output, VERSION)),
  error: (error) =>
    withChecksum({
      ...jsonError(error, VERSION),
      status: statusOf(error),
      body: JSON.stringify({ __type: typeOf(error.code), ...message(error), ...errorFields(error) }),
    }),
};
