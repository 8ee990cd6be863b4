import { AwsError } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import { tooLarge } from '../core/protocols/body.ts';
import { BodyScan } from '../core/protocols/body-scan.ts';
import type { WireResponse } from '../core/service.ts';
import { answerAws } from './answer-aws.ts';
import { bodyLimits } from './body-limits.ts';
import { earlyError } from './early-error.ts';
import { type RequestHead, readHead, wireRequest } from './wire-request.ts';

/** A request from a function of this process; `body` has one character for each byte. */
export interface InProcessRequest extends RequestHead {
  readonly body: string;
}

/**
 * Answers a request in an AWS wire protocol that does not arrive through a socket. Checks signature, size and
 * permissions as for any other request. Does not check the Host and Origin headers, because no web page can send such a
 * request. Never rejects.
 */
export const answerInProcess = async (
  kernel: Kernel,
  request: InProcessRequest,
  signal: AbortSignal,
): Promise<WireResponse> => {
  const requestId = kernel.ids.uuid();
  const { headers, ...answer } = await answerChecked(kernel, request, { requestId, signal });
  return { ...answer, headers: { 'x-amzn-requestid': requestId, ...headers } };
};

const answerChecked = async (
  kernel: Kernel,
  request: InProcessRequest,
  facts: { readonly requestId: string; readonly signal: AbortSignal },
): Promise<WireResponse> => {
  try {
    const limits = bodyLimits(request);
    if (request.body.length > limits.bytes) throw tooLarge(limits.bytes);
    const body = Buffer.from(request.body, 'latin1');
    new BodyScan(limits).feed(body);
    return await answerAws(wireRequest(request, body), kernel, facts);
  } catch (error) {
    if (error instanceof AwsError)
      return earlyError(readHead(request), error, { requestId: facts.requestId, services: kernel.services.all() });
    throw error;
  }
};
