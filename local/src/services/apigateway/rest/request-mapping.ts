import { badRequest } from '../../../core/aws/aws-error.ts';
import { invalidMapping } from '../errors.ts';
import { stepsOf, valueAt } from '../json-path.ts';
import { type Input, object, optionalMap } from '../parameters.ts';
import type { ParameterMapping } from './definitions.ts';
import { contextOf, type EventFacts } from './event.ts';

const TARGET = /^integration\.request\.(header|path|querystring)\.([\w.~-]+)$/;
const STATIC = /^'(.*)'$/s;
const NAMED = /^method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.([\w.~-]+)$/;
const BODY = /^method\.request\.body(.*)$/;
const VARIABLE = /^(context|stageVariables)\.([\w.:-]+)$/;

/** Whether a text is a source of a request's parameter. */
export const isSource = (source: string): boolean => {
  const [, path] = BODY.exec(source) ?? [];
  if (path !== undefined) return stepsOf(path) !== undefined;
  return STATIC.test(source) || NAMED.test(source) || VARIABLE.test(source);
};

/**
 * Reads the mappings of an integration's parameters. Headers, path and query parameters that they name must be among the
 * method's RequestParameters. Throws BadRequestException.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
 */
export const readMappings = (method: Input): ParameterMapping[] => {
  const declared = new Set(Object.keys(optionalMap(method, 'RequestParameters') ?? {}));
  const given = Object.entries(optionalMap(object(method, 'Integration'), 'RequestParameters') ?? {});
  return given.map(([target, source]) => {
    const [, where, name = ''] = TARGET.exec(target) ?? [];
    if (where !== 'header' && where !== 'path' && where !== 'querystring') throw badRequest(invalidMapping(target));
    if (!isSource(source) || (NAMED.test(source) && !declared.has(source))) throw badRequest(invalidMapping(source));
    return { where, name, source };
  });
};

/** The parameters of the request to the integration. Names of headers are in lower case. */
interface MappedParameters {
  readonly headers: { readonly [name: string]: string };
  readonly query: URLSearchParams;
  readonly path: { readonly [name: string]: string };
}

/** Applies mappings to a request. A parameter whose source has no value is left out. */
export const mappedParameters = (mappings: readonly ParameterMapping[], facts: EventFacts): MappedParameters => {
  const headers: Record<string, string> = {};
  const path: Record<string, string> = {};
  const query = new URLSearchParams();
  for (const { where, name, source } of mappings) {
    const value = sourceValue(source, facts);
    if (value === undefined) continue;
    if (where === 'header') headers[name.toLowerCase()] = value;
    else if (where === 'path') path[name] = value;
    else query.append(name, value);
  }
  return { headers, query, path };
};

/**
 * The value of a source, such as `method.request.path.id`; undefined if it has none. `context` has the members of the
 * source `context`.
 */
export const sourceValue = (
  source: string,
  facts: EventFacts,
  context: object = contextOf(facts),
): string | undefined => {
  const [, fixed] = STATIC.exec(source) ?? [];
  if (fixed !== undefined) return fixed;
  const [, place, name = ''] = NAMED.exec(source) ?? [];
  if (place !== undefined) return parameterOf(facts, place.replace('multivalue', ''), name);
  const [, path] = BODY.exec(source) ?? [];
  if (path !== undefined) return bodyValue(facts.request.body.toString('utf8'), path);
  return variableValue(source, facts, context);
};

/** The value of a stage variable or a context variable, such as `context.requestId`; undefined if it has none. */
export const variableValue = (source: string, { stageVariables }: EventFacts, context: object): string | undefined => {
  const [, root, variable = ''] = VARIABLE.exec(source) ?? [];
  if (root === 'stageVariables') return stageVariables[variable];
  return textOf(valueAt(context, variable.split('.')));
};

/** A parameter of the request; several values are joined with commas. Undefined if the request does not have it. */
const parameterOf = ({ request, pathParameters }: EventFacts, where: string, name: string): string | undefined => {
  if (where === 'path') return pathParameters[name];
  if (where === 'header') {
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(',') : value;
  }
  return request.query.has(name) ? request.query.getAll(name).join(',') : undefined;
};

const bodyValue = (body: string, path: string): string | undefined => {
  if (path === '') return body === '' ? undefined : body;
  try {
    return textOf(valueAt(JSON.parse(body), stepsOf(path) ?? []));
  } catch {
    // A body that is not JSON has no values.
    return undefined;
  }
};

/** A value as text: objects and lists as JSON; undefined if there is no value. */
export const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
};
