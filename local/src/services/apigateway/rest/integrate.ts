import { LATE, resultWithin } from '../../../core/clock/result-within.ts';
import { isMatch } from '../../../core/isolation/pattern.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import { urlPart } from '../../../core/text/url-part.ts';
import { callFunction, errorMessageIn, invoked } from '../call-function.ts';
import { callerOf } from '../caller.ts';
import { type EndpointFailure, sendToEndpoint } from '../endpoint.ts';
import { ANSWERS, functionAnswer } from './answer.ts';
import { acceptsBinary, convertedRequest, convertedResponse } from './binary.ts';
import type { Integration, IntegrationResponse } from './definitions.ts';
import { endpointRequest, proxiedAnswer } from './endpoint-request.ts';
import { type EventFacts, proxyEvent } from './event.ts';
import { answerOf, sentBody } from './mapped-body.ts';
import { mappedParameters } from './request-mapping.ts';
import { mappedHeaders } from './response-mapping.ts';
import type { ServedMethod } from './rest-store.ts';
import { sendToService } from './service-call.ts';
import { contentType } from './validation.ts';

/** A request for a method that passed all checks. */
export interface Exchange {
  readonly kernel: Kernel;
  readonly method: ServedMethod;
  readonly facts: EventFacts;
  /** Aborted when the client closes the connection. */
  readonly signal: AbortSignal;
}

/** Sends a request to the backend of its method, and returns the response for the client. */
export const integrated = async (exchange: Exchange): Promise<WireResponse> => {
  const { integration, timeoutMs } = exchange.method;
  if (integration.kind === 'mock') return mocked(exchange.facts, integration);
  if (integration.kind === 'function') return inTime(proxied(exchange, integration), timeoutMs);
  const body = convertedRequest(exchange.facts, integration.contentHandling);
  if (!body) return ANSWERS.failed;
  const { facts } = exchange;
  const converted = { ...exchange, facts: { ...facts, request: { ...facts.request, body } } };
  if (integration.kind === 'endpoint') return forwarded(converted, integration);
  if (integration.kind === 'mapped function') return inTime(invokedWith(converted, integration), timeoutMs);
  return inTime(acted(converted, integration), timeoutMs);
};

const inTime = async (work: Promise<WireResponse>, timeoutMs: number): Promise<WireResponse> => {
  const answered = await resultWithin(work, timeoutMs);
  return answered === LATE ? ANSWERS.late : answered;
};

const executeApiResource = ({ stage, method: { apiId, routeKey } }: EventFacts): string =>
  `${apiId}/${stage}/${routeKey.replace(' ', '')}`;

const proxied = async (
  { kernel, facts }: Exchange,
  { functionArn, roleArn }: Extract<Integration, { kind: 'function' }>,
): Promise<WireResponse> => {
  const call = { functionArn, roleArn, payload: proxyEvent(facts), executeApiResource: executeApiResource(facts) };
  const answered = await callFunction(kernel, call);
  if (!answered.isInvoked) return ANSWERS.failed;
  if (answered.payload === undefined) return ANSWERS.malformed;
  return functionAnswer(answered.payload, acceptsBinary(facts.binaryTypes, facts.request));
};

/**
 * Invokes a function with the request as the integration maps it, and maps the result. Patterns of responses are for the
 * message of the error with which the function fails.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
const invokedWith = async (
  { kernel, facts }: Exchange,
  integration: Extract<Integration, { kind: 'mapped function' }>,
): Promise<WireResponse> => {
  const { functionArn, roleArn, mappings, responses } = integration;
  const body = sentBody(integration, facts, kernel);
  if ('refused' in body) return body.refused;
  const answered = await invoked(kernel, {
    functionArn,
    roleArn,
    payload: Buffer.from(body.text).toString('utf8'),
    invocationType: mappedParameters(mappings, facts).headers['x-amz-invocation-type'],
    executeApiResource: executeApiResource(facts),
  });
  if (!answered) return ANSWERS.failed;
  const { FunctionError, Payload } = answered;
  const matching = responseFor(responses, FunctionError === undefined ? undefined : errorMessageIn(Payload));
  if (!matching) return ANSWERS.failed;
  return answerOf(matching, { headers: {}, body: Buffer.from(Payload) }, { facts, kernel });
};

/** Sends the request to the service as the integration changes it, and returns the service's answer. */
const acted = async (
  { kernel, facts }: Exchange,
  integration: Extract<Integration, { kind: 'action' }>,
): Promise<WireResponse> => {
  const { service, action, path = '', mappings = [], roleArn, responses } = integration;
  const body = sentBody(integration, facts, kernel);
  if ('refused' in body) return body.refused;
  const parameters = mappedParameters(mappings, facts);
  const answered = await sendToService(kernel, {
    service,
    action,
    path: path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => urlPart(parameters.path[name] ?? '')),
    query: parameters.query,
    headers: parameters.headers,
    body: Buffer.from(body.text).toString('utf8'),
    caller: callerOf(kernel.home, roleArn, executeApiResource(facts)),
  });
  const matching = answered && responseFor(responses, answered.status);
  if (!matching) return ANSWERS.failed;
  // The content type of a service's answer is that of its protocol, such as application/x-amz-json-1.0.
  const { 'content-type': _, ...headers } = answered.headers;
  return answerOf(matching, { headers, body: Buffer.from(answered.body) }, { facts, kernel });
};

const FAILURES: Readonly<Record<EndpointFailure, WireResponse>> = {
  LATE: ANSWERS.late,
  UNREACHABLE: ANSWERS.unreachable,
  'TOO LARGE': ANSWERS.failed,
};

/** Sends the request to an HTTP endpoint, and returns the endpoint's answer, whole or as the integration maps it. */
const forwarded = async (
  { kernel, method, facts, signal }: Exchange,
  integration: Extract<Integration, { kind: 'endpoint' }>,
): Promise<WireResponse> => {
  const request = endpointRequest(integration, facts, kernel);
  if ('refused' in request) return request.refused;
  const answered = await sendToEndpoint(kernel, { ...request, timeoutMs: method.timeoutMs, signal });
  if (typeof answered === 'string') return FAILURES[answered];
  if (integration.isProxy) {
    const { 'content-type': contentType } = answered.headers;
    const body = convertedResponse(answered.body, { facts, contentType, handling: undefined });
    return body ? proxiedAnswer({ ...answered, body }) : ANSWERS.failed;
  }
  const matching = responseFor(integration.responses, answered.status);
  if (!matching) return ANSWERS.failed;
  return answerOf(matching, answered, { facts, kernel });
};

/** The response whose pattern matches a status or an error message, else the one without a pattern. */
const responseFor = (
  responses: readonly IntegrationResponse[],
  result: number | string | undefined,
): IntegrationResponse | undefined =>
  responses.find(({ pattern }) => pattern !== undefined && result !== undefined && isMatch(pattern, String(result))) ??
  responses.find(({ pattern }) => pattern === undefined);

const mocked = (
  facts: EventFacts,
  { statuses, isStrict, responses }: Extract<Integration, { kind: 'mock' }>,
): WireResponse => {
  const status = statuses[contentType(facts.request)];
  if (status === undefined) return isStrict ? ANSWERS.unsupportedType : ANSWERS.failed;
  const matching = responseFor(responses, status);
  if (!matching) return ANSWERS.failed;
  const { contentHandling: handling } = matching;
  const body = convertedResponse(Buffer.from(matching.body ?? ''), { facts, contentType: undefined, handling });
  if (!body) return ANSWERS.failed;
  return {
    status: matching.status,
    headers: { 'content-type': 'application/json', ...mappedHeaders(matching, { headers: {}, body: '' }, facts) },
    body,
  };
};
