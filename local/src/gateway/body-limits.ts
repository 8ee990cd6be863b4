import { type BodyLimits, MAX_JSON_VALUES } from '../core/protocols/body-scan.ts';
import { isForm } from './route.ts';
import { type RequestHead, readHead } from './wire-request.ts';

const MEBIBYTE = 2 ** 20;

/** Requests of DynamoDB, and mails in forms, have up to 16 MB. */
const MAX_BYTES = 16 * MEBIBYTE;
/** Lambda accepts zip files of 50 MB, base64-encoded. */
const MAX_CODE_BYTES = 70 * MEBIBYTE;
/**
 * The longest payload is 1 MiB. Characters that are escaped in JSON or in a form take up to three times as many bytes.
 */
const MAX_PAYLOAD_BYTES = 4 * MEBIBYTE;
/** Ten messages with ten attributes have less than 500 parameters. */
const MAX_FORM_PARAMETERS = 5_000;

/** Services of JSON protocols whose payloads have at most 1 MiB. */
const PAYLOADS = /^(?:AWSStepFunctions|AWSEvents|AmazonSQS|Logs_20140328)\./;
const FUNCTIONS = '/2015-03-31/functions';
const LAYERS = '/2018-10-31/layers';
const CONTROL_API = '/_local/';

/**
 * The limits of a request's body, chosen by the service that receives it. Services check further limits of their own.
 */
export const bodyLimits = (head: RequestHead): BodyLimits & { readonly bytes: number } => ({
  bytes: bytesOf(head),
  jsonValues: isPassedOn(head.url) ? Number.POSITIVE_INFINITY : MAX_JSON_VALUES,
  formParameters: isForm(head.headers) && !isPassedOn(head.url) ? MAX_FORM_PARAMETERS : undefined,
});

const bytesOf = (head: RequestHead): number => {
  const { url, headers } = head;
  if (url.startsWith(CONTROL_API)) return MEBIBYTE;
  if (url.startsWith(FUNCTIONS) || url.startsWith(LAYERS)) return MAX_CODE_BYTES;
  const target = headers['x-amz-target'];
  const isPayload =
    typeof target === 'string' ? PAYLOADS.test(target) : isForm(headers) && readHead(head).scope !== 'ses';
  return isPayload && !isPassedOn(url) ? MAX_PAYLOAD_BYTES : MAX_BYTES;
};

/**
 * Whether the body is the payload of an invocation or a request to a deployed API. The runtime passes such a body on as
 * text and does not parse it, so only its size is limited.
 */
const isPassedOn = (url: string): boolean =>
  (url.startsWith(FUNCTIONS) && url.includes('/invocations')) || (url.startsWith('/_') && !url.startsWith(CONTROL_API));
