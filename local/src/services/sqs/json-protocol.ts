import { AwsError, internalFailure } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import { withCauses } from '../../core/log.ts';
import { parseJsonObject } from '../../core/protocols/body.ts';
import type { Protocol, WireResponse } from '../../core/service.ts';
import { queryCodeOf } from './errors.ts';

const TARGET = 'AmazonSQS.';
const CONTENT_TYPE = 'application/x-amz-json-1.0';

const errorResponse = (error: AwsError): WireResponse => ({
  status: error.statusCode,
  headers: {
    'content-type': CONTENT_TYPE,
    'x-amzn-query-error': `${queryCodeOf(error.code)};${error.statusCode < 500 ? 'Sender' : 'Receiver'}`,
  },
  body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message, ...error.fields }),
});

/** SQS's JSON protocol. Its error responses also have the error code of the query protocol, in a header. */
export const jsonProtocol = (kernel: Kernel): Protocol => ({
  kind: 'own',
  claims: ({ headers }) => String(headers['x-amz-target'] ?? '').startsWith(TARGET),
  handle: async ({ headers, body }, invoke) => {
    try {
      const answer = await invoke(String(headers['x-amz-target']).slice(TARGET.length), parseJsonObject(body));
      return { status: 200, headers: { 'content-type': CONTENT_TYPE }, body: JSON.stringify(answer ?? {}) };
    } catch (error) {
      return errorResponse(loggedError(error, kernel));
    }
  },
});

/** The error for the response. An error that is not an AwsError is logged and becomes InternalFailure. */
export const loggedError = (error: unknown, kernel: Kernel): AwsError => {
  if (error instanceof AwsError) return error;
  kernel.log.error('An SQS action failed inside the runtime.', { error: withCauses(error) });
  return internalFailure(error);
};
