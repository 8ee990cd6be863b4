import type { WireResponse } from '../../../core/service.ts';
import type { GatewayAnswer } from './answer.ts';
import type { GatewayResponse } from './definitions.ts';
import { contextOf, type EventFacts } from './event.ts';
import { sendableHeader } from './header-value.ts';
import { sourceValue } from './request-mapping.ts';
import type { RestStore } from './rest-store.ts';

/**
 * A response that API Gateway itself gives, changed as the API's gateway response for its type says, or the one for all
 * 4XX or 5XX responses.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export const customized = (answer: GatewayAnswer, facts: EventFacts, { definitions }: RestStore): WireResponse => {
  const { responseType, status, headers, body } = answer;
  // AWS does not let this response be changed.
  if (responseType === 'REQUEST_TOO_LARGE') return answer;
  const find = (type: string) => definitions.find('gatewayResponse', `${facts.method.apiId}/${type}`);
  const changes = find(responseType) ?? find(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  if (!changes) return answer;
  const context = { ...contextOf(facts), error: errorOf(answer) };
  const template = templateFor(changes.templates, facts);
  return {
    status: changes.status ?? status,
    headers: {
      ...headers,
      ...(template && { 'content-type': template.contentType }),
      ...headersOf(changes, facts, context),
    },
    body: template ? filledIn(template.text, facts, context) : body,
  };
};

const errorOf = ({ message, responseType }: GatewayAnswer): object => ({
  message,
  messageString: JSON.stringify(message),
  responseType,
});

const headersOf = ({ headers }: GatewayResponse, facts: EventFacts, context: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, source]) => {
      const value = sendableHeader(sourceValue(source, facts, context));
      return value === undefined ? [] : [[name, value]];
    }),
  );

/** The template for the media type that the client accepts, else the one for JSON, else the first one. */
const templateFor = (
  templates: GatewayResponse['templates'],
  { request }: EventFacts,
): { readonly contentType: string; readonly text: string } | undefined => {
  const accepted = (request.headers.accept ?? '').replace(/[,;].*$/s, '').trim();
  const contentType = [accepted, 'application/json', ...Object.keys(templates)].find((each) =>
    Object.hasOwn(templates, each),
  );
  if (contentType === undefined) return undefined;
  return { contentType, text: templates[contentType] ?? '' };
};

const VARIABLE =
  /\$(?:(context|stageVariables|method\.request)((?:\.[\w-]+)+)|\{(context|stageVariables)((?:\.[\w-]+)+)\})/g;

/** Replaces the variables of a template, which is not VTL. A variable without a value becomes an empty text. */
const filledIn = (template: string, facts: EventFacts, context: object): string =>
  template.replaceAll(
    VARIABLE,
    (_, root, path, rootInBraces, pathInBraces) =>
      sourceValue(`${root ?? rootInBraces}${path ?? pathInBraces}`, facts, context) ?? '',
  );
