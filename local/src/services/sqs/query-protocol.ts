import type { AwsError } from '../../core/aws/aws-error.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { Protocol, WireResponse } from '../../core/service.ts';
import { queryCodeOf } from './errors.ts';
import { asKnown } from './json-protocol.ts';
import { readQueryInput } from './query-input.ts';
import { element, escapeXml, outputXml } from './query-output.ts';

const VERSION = '2012-11-05';
const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';
const FORM = 'application/x-www-form-urlencoded';

const xml = (status: number, body: string): WireResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0"?>${body}`,
});

const success = (action: string, answer: unknown, requestId: string): WireResponse => {
  const result = outputXml(action, answer as Record<string, unknown>);
  const name = escapeXml(action);
  return xml(
    200,
    `<${name}Response xmlns="${NAMESPACE}">${result && element(`${name}Result`, result)}<ResponseMetadata>${element('RequestId', requestId)}</ResponseMetadata></${name}Response>`,
  );
};

const failure = (error: AwsError, requestId: string): WireResponse =>
  xml(
    error.statusCode,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error>${element('Type', error.statusCode < 500 ? 'Sender' : 'Receiver')}${element('Code', escapeXml(queryCodeOf(error.code)))}${element('Message', escapeXml(error.message))}<Detail/></Error>${element('RequestId', requestId)}</ErrorResponse>`,
  );

/**
 * SQS's older protocol, a form in and XML out, which AWS CLI before 2.13 and SDKs of before 2023 speak. Requests may go
 * to `/` or to the queue's own path, which then is its QueueUrl.
 */
export const queryProtocol = (kernel: Kernel): Protocol => ({
  kind: 'own',
  claims: ({ headers, body, scope, query }) =>
    (headers['content-type']?.startsWith(FORM) === true && body.includes(`Version=${VERSION}`)) ||
    (scope === 'sqs' && query.get('Version') === VERSION),
  handle: async ({ path, query, body }, invoke) => {
    const requestId = kernel.ids.uuid();
    try {
      const form = new URLSearchParams([...query, ...new URLSearchParams(body.toString('utf8'))]);
      const { action, input } = readQueryInput(form);
      const onQueue = path.split('/').filter(Boolean).length === 2 ? { QueueUrl: path } : {};
      return success(action, (await invoke(action, { ...onQueue, ...input })) ?? {}, requestId);
    } catch (error) {
      return failure(asKnown(error, kernel), requestId);
    }
  },
});
