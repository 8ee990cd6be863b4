import { functionResponse, JSON_TYPE } from '../../../core/payload/answer.ts';
import type { WireResponse } from '../../../core/service.ts';

/** A response that comes from API Gateway itself, not from a function. */
export const ownAnswer = (status: number, message: string, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { ...JSON_TYPE, ...headers },
  body: JSON.stringify({ message }),
});

export const INTERNAL_ERROR = ownAnswer(500, 'Internal Server Error');

/** The response if an integration does not answer, or not in time. */
export const UNAVAILABLE = ownAnswer(503, 'Service Unavailable');

/** Converts a function's answer to a response. An invalid answer gives status 500. */
export const functionAnswer = (payload: string): WireResponse =>
  functionResponse(payload, (body) => (body === '' ? undefined : 'text/plain; charset=utf-8')) ?? INTERNAL_ERROR;
