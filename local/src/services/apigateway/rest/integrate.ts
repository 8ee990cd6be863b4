import { arnOf } from '../../../core/aws/arn.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import { callFunction, LATE, within } from '../call-function.ts';
import { ANSWERS, functionAnswer } from './answer.ts';
import type { Integration, IntegrationResponse } from './definitions.ts';
import { type EventFacts, proxyEvent } from './event.ts';
import { answerOf, sentBody } from './mapped-body.ts';
import { mappedParameters } from './request-mapping.ts';
import type { ServedMethod } from './rest-store.ts';
import { sendToService } from './service-call.ts';
import { contentType } from './validation.ts';

/** A request for a method that passed all checks. */
export interface Exchange {
  readonly kernel: Kernel;
  readonly method: ServedMethod;
  readonly facts: EventFacts;
}

/** Sends a request to the backend of its method, and returns the response for the client. */
export const integrated = async (exchange: Exchange): Promise<WireResponse> => {
  const { integration, timeoutMs } = exchange.method;
  if (integration.kind === 'mock') return mocked(exchange.facts, integration);
  const work = integration.kind === 'function' ? proxied(exchange, integration) : acted(exchange, integration);
  const answered = await within(work, timeoutMs);
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
  return answered.payload === undefined ? ANSWERS.malformed : functionAnswer(answered.payload);
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
  const sourceArn = arnOf(kernel.home, 'execute-api', executeApiResource(facts));
  const assumedBy = { service: 'apigateway.amazonaws.com', sourceArn };
  const answered = await sendToService(kernel, {
    service,
    action,
    path: path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(parameters.path[name] ?? '')),
    query: parameters.query,
    headers: parameters.headers,
    body: body.text,
    caller: assumedRole(roleArn, 'BackplaneAssumeRoleSession', assumedBy),
  });
  const matching = answered && responseFor(responses, answered.status);
  if (!matching) return ANSWERS.failed;
  return answerOf(matching, String(answered.body), { facts, kernel });
};

/** The response whose pattern matches a status, else the one without a pattern. */
const responseFor = (responses: readonly IntegrationResponse[], status: number): IntegrationResponse | undefined =>
  responses.find(({ pattern }) => pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(String(status))) ??
  responses.find(({ pattern }) => pattern === undefined);

const mocked = (
  { request }: EventFacts,
  { statuses, isStrict, responses }: Extract<Integration, { kind: 'mock' }>,
): WireResponse => {
  const status = statuses[contentType(request)];
  if (status === undefined) return isStrict ? ANSWERS.unsupportedType : ANSWERS.failed;
  const matching = responseFor(responses, status);
  if (!matching) return ANSWERS.failed;
  return {
    status: matching.status,
    headers: { 'content-type': 'application/json', ...matching.headers },
    body: matching.body ?? '',
  };
};
