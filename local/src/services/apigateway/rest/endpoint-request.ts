import type { Kernel } from '../../../core/kernel.ts';
import type { WireResponse } from '../../../core/service.ts';
import type { OutgoingAnswer } from '../../../core/web/outgoing-request.ts';
import { endpointUrl, passedHeaders, passedRequestHeaders } from '../endpoint.ts';
import { ANSWERS } from './answer.ts';
import type { Integration } from './definitions.ts';
import type { EventFacts } from './event.ts';
import { sentBody } from './mapped-body.ts';
import { mappedParameters } from './request-mapping.ts';

/** The request to an HTTP endpoint. */
interface EndpointRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Headers of a client that API Gateway does not pass on, besides those about the connection.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
const WITHHELD = [
  'content-encoding',
  'content-length',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'server',
  'via',
  'www-authenticate',
];

/** Headers that a mapping must not set. */
const ILLEGAL = ['content-length', 'transfer-encoding', 'x-amzn-apigateway-api-id', 'x-amzn-trace-id'];

/** The request of an integration to its endpoint, or the response if there is no such request. */
export const endpointRequest = (
  integration: Extract<Integration, { kind: 'endpoint' }>,
  facts: EventFacts,
  kernel: Kernel,
): EndpointRequest | { readonly refused: WireResponse } => {
  const { request, stageVariables, method } = facts;
  const mapped = mappedParameters(integration.mappings, facts);
  const url = endpointUrl(integration.uri, { stageVariables, pathParameters: mapped.path }, kernel.endpoint());
  if (!url || ILLEGAL.some((name) => name in mapped.headers)) return { refused: ANSWERS.failed };
  const body = integration.isProxy ? { text: request.body } : sentBody(integration, facts, kernel);
  if ('refused' in body) return body;
  url.search = queryOf(url, integration.isProxy ? request.query : new URLSearchParams(), mapped.query).toString();
  return {
    url,
    method: integration.httpMethod === 'ANY' ? request.method : integration.httpMethod,
    headers: {
      accept: 'application/json',
      'user-agent': `AmazonAPIGateway_${method.apiId}`,
      ...(body.text.length > 0 && { 'content-type': 'application/json' }),
      ...(integration.isProxy && clientHeaders(facts)),
      ...mapped.headers,
      'x-amzn-apigateway-api-id': method.apiId,
    },
    body: body.text,
  };
};

/** The query parameters of the URI, of the request, and of the mappings, which replace those of the request. */
const queryOf = ({ searchParams }: URL, passed: URLSearchParams, mapped: URLSearchParams): URLSearchParams => {
  const unmapped = [...passed].filter(([name]) => !mapped.has(name));
  return new URLSearchParams([...searchParams, ...unmapped, ...mapped]);
};

/** The headers of the client, and those that say who it is. A signature of AWS is for API Gateway alone. */
const clientHeaders = ({ request: { headers } }: EventFacts): Record<string, string> => {
  const isSigned = headers.authorization?.startsWith('AWS4-') === true;
  return {
    ...passedRequestHeaders(headers, isSigned ? [...WITHHELD, 'authorization'] : WITHHELD),
    'x-forwarded-for': [headers['x-forwarded-for'] ?? [], '127.0.0.1'].flat().join(', '),
    'x-forwarded-port': /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '80',
    'x-forwarded-proto': 'http',
  };
};

/** Headers of an endpoint that the client gets with another name, because API Gateway has its own. */
const REMAPPED = ['connection', 'content-length', 'date', 'server', 'x-amzn-requestid'];

/** The whole answer of an endpoint as the response to the client. */
export const proxiedAnswer = ({ status, headers, body }: OutgoingAnswer): WireResponse => {
  const remapped = REMAPPED.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [[`x-amzn-remapped-${name}`, value] as const];
  });
  const type = { 'content-type': 'application/json' };
  return {
    status,
    headers: { ...type, ...passedHeaders(headers, ['via', ...REMAPPED]), ...Object.fromEntries(remapped) },
    body,
  };
};
