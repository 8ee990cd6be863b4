import { AwsError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { QueryFormat } from '../../core/protocols/query-format.ts';
import { readQuery } from '../../core/protocols/query-input.ts';
import { queryJsonAnswer, queryJsonError, wantsJson } from '../../core/protocols/query-json.ts';
import { queryAnswer, queryError } from '../../core/protocols/query-output.ts';
import type { Protocol } from '../../core/service.ts';
import { queryCodeOf } from './errors.ts';
import { loggedError } from './json-protocol.ts';
import { queryMembers } from './query-members.ts';

const VERSION = '2012-11-05';
const FORM = 'application/x-www-form-urlencoded';
const FORMAT: QueryFormat = {
  namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  members: queryMembers,
  declaration: '<?xml version="1.0"?>',
  omitsEmptyResult: true,
  errorDetail: '<Detail/>',
};

const withQueryCode = ({ code, message, statusCode }: AwsError): AwsError =>
  new AwsError(queryCodeOf(code), message, { statusCode });

/**
 * SQS's older protocol, with form-encoded requests and XML responses. AWS CLI before 2.13 and SDKs before 2023 use it.
 * A request goes to `/`, or to the path of a queue, which is then its QueueUrl. API Gateway wants JSON responses.
 */
export const queryProtocol = (kernel: Kernel): Protocol => ({
  kind: 'own',
  claims: ({ headers, body, scope, query }) =>
    (headers['content-type']?.startsWith(FORM) === true && body.includes(`Version=${VERSION}`)) ||
    (scope === 'sqs' && query.get('Version') === VERSION),
  handle: async ({ path, query, headers, body }, invoke) => {
    const requestId = kernel.ids.uuid();
    try {
      const form = new URLSearchParams([...query, ...new URLSearchParams(body.toString('utf8'))]);
      const { action, input } = readQuery(form, FORMAT);
      const onQueue = path.split('/').filter(Boolean).length === 2 ? { QueueUrl: path } : {};
      const output = await invoke(action, { ...onQueue, ...input });
      if (wantsJson(headers.accept)) return queryJsonAnswer(action, output, requestId);
      return queryAnswer(action, output, FORMAT, requestId);
    } catch (error) {
      const known = withQueryCode(loggedError(error, kernel));
      return wantsJson(headers.accept) ? queryJsonError(known, requestId) : queryError(known, FORMAT, requestId);
    }
  },
});
