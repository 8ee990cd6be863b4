import { AwsError } from '../core/aws/aws-error.ts';
import type { Kernel } from '../core/kernel.ts';
import { tooLarge } from '../core/protocols/body.ts';
import { jsonError } from '../core/protocols/json.ts';
import type { WireResponse } from '../core/service.ts';
import { answerAws } from './answer-aws.ts';
import { bodyLimit, type RequestHead, wireRequest } from './wire-request.ts';

/** A request that comes from inside the process; `body` has one character for each byte. */
export interface InsideRequest extends RequestHead {
  readonly body: string;
}

/**
 * Answers a request in an AWS wire protocol that did not come through a socket: signed, limited and checked like any
 * other, only that no foreign page can have sent it. Never rejects.
 */
export const answerInside = async (
  kernel: Kernel,
  request: InsideRequest,
  signal: AbortSignal,
): Promise<WireResponse> => {
  const requestId = kernel.ids.uuid();
  const { headers, ...answer } = await answerChecked(kernel, request, { requestId, signal });
  return { ...answer, headers: { 'x-amzn-requestid': requestId, ...headers } };
};

const answerChecked = async (
  kernel: Kernel,
  request: InsideRequest,
  facts: { readonly requestId: string; readonly signal: AbortSignal },
): Promise<WireResponse> => {
  try {
    const limit = bodyLimit(request.url);
    if (request.body.length > limit) throw tooLarge(limit);
    return await answerAws(wireRequest(request, Buffer.from(request.body, 'latin1')), kernel, facts);
  } catch (error) {
    if (error instanceof AwsError) return jsonError(error, '1.0');
    throw error;
  }
};
