import { OutgoingTimeoutError, sendRequest, UnsendableRequestError } from '../../../core/web/outgoing-request.ts';
import { readHttpRequest } from './http-request.ts';
import { InvalidRequest, type SourceAnswer, type SourceCall, type SourceError } from './source.ts';

/** AppSync's limit for the duration of a request, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** AppSync's limit for values of handlers, in bytes. A larger response would not fit into one. */
const MAX_ANSWER_BYTES = 5 * 2 ** 20;

const TOO_LARGE: SourceError = { type: 'HTTP:ResponseTooLarge', message: 'The response is too large.' };
const LATE: SourceError = { type: 'HTTP:Timeout', message: 'The endpoint did not respond in time.' };
const UNREACHABLE: SourceError = { type: 'HTTP:Unreachable', message: 'The endpoint cannot be reached.' };

/** Sends a request to the endpoint of a data source. Each status is a result; redirects are not followed. */
export const callHttp = async ({ kernel, settings, request, signal }: SourceCall<'HTTP'>): Promise<SourceAnswer> => {
  const read = readHttpRequest(request, settings.endpoint, kernel.endpoint());
  try {
    const answer = await sendRequest({ ...read, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES + 1, signal });
    if (answer.body.length > MAX_ANSWER_BYTES) return { result: null, error: TOO_LARGE };
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return {
      result: {
        statusCode: answer.status,
        headers: Object.fromEntries(headers),
        body: answer.body.toString('utf8'),
      },
    };
  } catch (error) {
    if (error instanceof UnsendableRequestError) throw new InvalidRequest(error.message);
    // The message of an error can have data of the request.
    kernel.log.warn('AppSync could not call an HTTP endpoint.', {
      host: read.url.host,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return { result: null, error: error instanceof OutgoingTimeoutError ? LATE : UNREACHABLE };
  }
};
