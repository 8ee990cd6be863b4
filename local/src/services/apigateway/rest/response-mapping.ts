import type { HeaderValue } from '../endpoint.ts';
import { stepsOf, valueAt } from '../json-path.ts';
import type { IntegrationResponse } from './definitions.ts';
import { contextOf, type EventFacts } from './event.ts';
import { sendableHeader } from './header-value.ts';
import { textOf, variableValue } from './request-mapping.ts';

const HEADER = /^integration\.response\.(?:multivalue)?header\.([\w-]+)$/;
const BODY = /^integration\.response\.body(.*)$/;
const VARIABLE = /^(?:context|stageVariables)\.[\w.:-]+$/;

/** Whether a text is a source of a response's header. */
export const isResponseSource = (source: string): boolean => {
  const [, path] = BODY.exec(source) ?? [];
  if (path !== undefined) return stepsOf(path) !== undefined;
  return HEADER.test(source) || VARIABLE.test(source);
};

/** The answer of a backend. Names of headers are in lower case. */
export interface BackendAnswer {
  readonly headers: Readonly<Record<string, HeaderValue | undefined>>;
  readonly body: string;
}

/**
 * The headers of a response to the client: static values, and values of the backend's answer, the context and the stage.
 * A header whose source has no value is left out.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export const mappedHeaders = (
  { headers, sources = {} }: IntegrationResponse,
  answer: BackendAnswer,
  facts: EventFacts,
): Record<string, HeaderValue> => {
  const mapped = Object.entries(sources).flatMap(([name, source]) => {
    const value = sendableHeader(sourceValue(source, answer, facts));
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...headers, ...Object.fromEntries(mapped) };
};

const sourceValue = (source: string, { headers, body }: BackendAnswer, facts: EventFacts): HeaderValue | undefined => {
  const [, name] = HEADER.exec(source) ?? [];
  if (name !== undefined) return headers[name.toLowerCase()];
  const [, path] = BODY.exec(source) ?? [];
  if (path === undefined) return variableValue(source, facts, contextOf(facts));
  if (path === '') return body;
  try {
    return textOf(valueAt(JSON.parse(body), stepsOf(path) ?? []));
  } catch {
    // A body that is not JSON has no values.
    return undefined;
  }
};
