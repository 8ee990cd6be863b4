import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import { OutgoingTimeoutError, sendRequest, UnsendableRequestError } from '../../../core/web/outgoing-request.ts';
import { readHttpRequest } from './http-request.ts';
import { sendSigned } from './signed-request.ts';
import { InvalidRequest, type SourceAnswer, type SourceCall, type SourceError } from './source.ts';

/** AppSync's limit for the duration of a request, in milliseconds. */
const TIMEOUT_MS = 30_000;
/** AppSync's limit for values of handlers, in bytes. A larger response would not fit into one. */
const MAX_ANSWER_BYTES = 5 * 2 ** 20;

const TOO_LARGE: SourceError = { type: 'HTTP:ResponseTooLarge', message: 'The response is too large.' };
const TOO_LATE: SourceError = { type: 'HTTP:Timeout', message: 'The endpoint did not respond in time.' };
const UNREACHABLE: SourceError = { type: 'HTTP:Unreachable', message: 'The endpoint cannot be reached.' };

/**
 * Sends a request to the endpoint of a data source. Each status is a result; redirects are not followed. Requests for
 * services of this runtime do not leave it.
 */
export const callHttp = async (call: SourceCall<'HTTP'>): Promise<SourceAnswer> => {
  const { kernel, settings, request, signal } = call;
  const read = readHttpRequest(request, settings.endpoint, kernel.endpoint());
  if (settings.signing) {
    const answer = await resultWithin(sendSigned(call, settings.signing, read), TIMEOUT_MS);
    return answer === LATE ? { result: null, error: TOO_LATE } : shown(answer);
  }
  try {
    return shown(await sendRequest({ ...read, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES + 1, signal }));
  } catch (error) {
    if (error instanceof UnsendableRequestError) throw new InvalidRequest(error.message);
    // The message of an error can have data of the request.
    kernel.log.warn('AppSync could not call an HTTP endpoint.', {
      host: read.url.host,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return { result: null, error: error instanceof OutgoingTimeoutError ? TOO_LATE : UNREACHABLE };
  }
};

interface Answer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body: string | Uint8Array;
}

const shown = ({ status, headers, body }: Answer): SourceAnswer => {
  if (Buffer.byteLength(body) > MAX_ANSWER_BYTES) return { result: null, error: TOO_LARGE };
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return {
    result: {
      statusCode: status,
      headers: Object.fromEntries(texts),
      body: Buffer.from(body).toString('utf8'),
    },
  };
};
