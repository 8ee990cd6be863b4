import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import { type EndpointFailure, endpointUrl, passedHeaders, passedRequestHeaders, sendToEndpoint } from '../endpoint.ts';
import { mappedRequest } from './actioned-parameters.ts';
import { INTERNAL_ERROR, UNAVAILABLE } from './answer.ts';
import type { EndpointIntegration } from './definitions.ts';
import { type EventFacts, mappingValues } from './event.ts';

const FAILURES: Readonly<Record<EndpointFailure, WireResponse>> = {
  LATE: UNAVAILABLE,
  UNREACHABLE: UNAVAILABLE,
  'TOO LARGE': INTERNAL_ERROR,
};

/**
 * Sends a request to the endpoint of an integration, and returns the endpoint's answer. A URL that may not be called
 * gives status 500. Never rejects.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
 */
export const callEndpoint = async (
  kernel: Kernel,
  { uri, httpMethod, changes, timeoutMs }: EndpointIntegration,
  { facts, signal }: { readonly facts: EventFacts; readonly signal: AbortSignal },
): Promise<WireResponse> => {
  const { request, match, stageVariables } = facts;
  const { pathParameters } = match;
  const url = endpointUrl(uri, { stageVariables, pathParameters }, kernel.endpoint());
  if (!url) return INTERNAL_ERROR;
  const sent = { headers: sentHeaders(facts), query: request.query, path: url.pathname };
  const mapped = mappedRequest(changes, sent, mappingValues(facts));
  url.pathname = mapped.path;
  url.search = new URLSearchParams([...url.searchParams, ...mapped.query]).toString();
  const answered = await sendToEndpoint(kernel, {
    url,
    method: httpMethod === 'ANY' ? request.method : httpMethod,
    headers: mapped.headers,
    body: request.body,
    timeoutMs,
    signal,
  });
  if (typeof answered === 'string') return FAILURES[answered];
  const { status, headers, body } = answered;
  return { status, headers: passedHeaders(headers, ['content-length', 'date']), body };
};

const FORWARDED = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-forwarded-proto'];

/**
 * The headers of a request to an endpoint. API Gateway replaces the headers X-Forwarded-… by the header Forwarded.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const sentHeaders = ({ request: { headers } }: EventFacts): Record<string, string> => {
  const forwarded = `by=127.0.0.1;for=127.0.0.1;host=${headers.host ?? ''};proto=http`;
  return {
    ...passedRequestHeaders(headers, ['host', 'content-length', 'expect', ...FORWARDED]),
    forwarded: [headers.forwarded ?? [], forwarded].flat().join(', '),
    via: [headers.via ?? [], 'HTTP/1.1 AmazonAPIGateway'].flat().join(', '),
  };
};
