import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import { ANSWERS, badRequestAnswer } from './answer.ts';
import { convertedResponse } from './binary.ts';
import type { Integration, IntegrationResponse } from './definitions.ts';
import type { EventFacts } from './event.ts';
import { InvalidBody, rendered } from './mapping-template.ts';
import { type BackendAnswer, mappedHeaders } from './response-mapping.ts';
import { contentType } from './validation.ts';

/**
 * The body of the request to a service or a function, from the template for the content type of the request, or the
 * response if there is no such template or it fails.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 */
export const sentBody = (
  {
    templates = {},
    passthrough = 'WHEN_NO_MATCH',
  }: Extract<Integration, { kind: 'action' | 'endpoint' | 'mapped function' }>,
  facts: EventFacts,
  { log }: Kernel,
): { readonly text: string | Uint8Array } | { readonly refused: WireResponse } => {
  const { body } = facts.request;
  const template = templates[contentType(facts.request)];
  if (template === undefined) {
    const isPassed = passthrough === 'WHEN_NO_MATCH' || Object.keys(templates).length === 0;
    return isPassed && passthrough !== 'NEVER' ? { text: body } : { refused: ANSWERS.unsupportedType };
  }
  try {
    return rendered(template, body.toString('utf8'), facts);
  } catch (error) {
    if (error instanceof InvalidBody)
      return {
        refused: badRequestAnswer('BAD_REQUEST_BODY', `Could not parse request body into json: ${error.message}`),
      };
    log.warn('A request template of API Gateway failed.', failure(facts, error));
    return { refused: ANSWERS.failed };
  }
};

/** The answer of a service or an endpoint. */
type Answered = Pick<BackendAnswer, 'headers'> & { readonly body: Buffer };

/** The response to a client, from the answer of a service or an endpoint. Without a template the body is passed on. */
export const answerOf = (
  response: IntegrationResponse,
  answered: Answered,
  { facts, kernel }: { readonly facts: EventFacts; readonly kernel: Kernel },
): WireResponse => {
  const { status, template, contentHandling } = response;
  const headers = mappedHeaders(response, { ...answered, body: answered.body.toString('utf8') }, facts);
  const { 'content-type': contentType } = answered.headers;
  const body = convertedResponse(answered.body, { facts, contentType, handling: contentHandling });
  if (!body) return ANSWERS.failed;
  if (template === undefined) {
    const type = { 'content-type': contentType ?? 'application/json' };
    return { status, headers: { ...type, ...headers }, body };
  }
  try {
    const made = rendered(template, body.toString('utf8'), facts);
    const type = { 'content-type': 'application/json' };
    return { status: made.status ?? status, headers: { ...type, ...headers, ...made.headers }, body: made.text };
  } catch (error) {
    kernel.log.warn('A response template of API Gateway failed.', failure(facts, error));
    return ANSWERS.failed;
  }
};

/** The message of an error can have data of the request, so only its name is logged. */
const failure = ({ method }: EventFacts, error: unknown) => ({
  route: method.routeKey,
  error: error instanceof Error ? error.name : 'unknown',
});
