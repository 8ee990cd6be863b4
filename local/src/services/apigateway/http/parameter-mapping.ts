import { type PathStep, stepsOf, valueAt } from '../json-path.ts';

/** The place from which API Gateway takes a value at the time of a request. */
type Source =
  | {
      readonly from: 'header' | 'querystring' | 'path parameter' | 'stage variable' | 'response header';
      readonly name: string;
    }
  | { readonly from: 'path' }
  | { readonly from: 'body' }
  | { readonly from: 'body' | 'response body' | 'context'; readonly steps: readonly PathStep[] };

/** A parsed value of RequestParameters: static texts and sources. A single source keeps the type of its value. */
type Mapping = readonly (string | Source)[];

/** The parts of a request that sources read. */
export interface MappingValues {
  /** By name in lower case; several values are joined with commas. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** Several values are joined with commas. */
  readonly query: { readonly [name: string]: string | undefined };
  readonly pathParameters: { readonly [name: string]: string | undefined };
  readonly path: string;
  readonly body: string;
  /** The members of `$context`. */
  readonly context: { readonly [name: string]: unknown };
  readonly stageVariables: { readonly [name: string]: string | undefined };
  /** The response of the integration, for mappings of responses. Header names are in lower case. */
  readonly response?: { readonly headers: { readonly [name: string]: string | undefined }; readonly body: string };
}

/** API Gateway applies a JSON path to the first 100 KB of a body. What is left of a longer body is no valid JSON. */
const MAX_PATH_BODY_BYTES = 100 * 1024;

const EXPRESSION = /^\$(?:request|response|context|stageVariables)\b/;
const VARIABLE = /\$\{([^}]*)\}/g;
const NAMED = /^(request\.header|request\.querystring|request\.path|response\.header|stageVariables)\.([^\s{}$]+)$/;
const KINDS = {
  'request.header': 'header',
  'request.querystring': 'querystring',
  'request.path': 'path parameter',
  'response.header': 'response header',
  stageVariables: 'stage variable',
} as const;

/** The variables that API Gateway documents for HTTP APIs; members of `authorizer` have any name. */
const CONTEXT =
  /^(?:accountId|apiId|domainName|domainPrefix|extendedRequestId|httpMethod|identity\.(?:sourceIp|userAgent)|path|protocol|requestId|requestTime|requestTimeEpoch|routeKey|stage|authorizer(?:\..+)?)$/;

/**
 * Parses a value of RequestParameters or ResponseParameters: a static text, a selection expression such as
 * `$request.body.id`, or a text with selection expressions in braces, such as `pet ${request.path.id}`. Mappings of
 * requests read the request, those of responses the response. Returns undefined for an invalid expression.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export const parseMapping = (text: string, direction: 'request' | 'response' = 'request'): Mapping | undefined => {
  const sourceOf = (expression: string): Source | undefined => {
    const [root] = expression.split('.', 1);
    const isOther = (root === 'request' || root === 'response') && root !== direction;
    return isOther ? undefined : anySource(expression);
  };
  if (EXPRESSION.test(text)) {
    const source = sourceOf(text.slice(1));
    return source && [source];
  }
  const parts: (string | Source)[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    const source = sourceOf(match[1] ?? '');
    if (!source) return undefined;
    parts.push(text.slice(end, match.index), source);
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== '');
};

const anySource = (expression: string): Source | undefined => {
  if (expression === 'request.path') return { from: 'path' };
  if (expression === 'request.body') return { from: 'body' };
  const [, kind, name] = NAMED.exec(expression) ?? [];
  if (kind !== undefined && name !== undefined) return { from: KINDS[kind as keyof typeof KINDS], name };
  const steps = stepsOf(expression.replace(/^(?:request\.body|response\.body|context)/, ''));
  if (!steps || steps.length === 0) return undefined;
  if (expression.startsWith('request.body')) return { from: 'body', steps };
  if (expression.startsWith('response.body')) return { from: 'response body', steps };
  return CONTEXT.test(expression.replace(/^context\./, '')) ? { from: 'context', steps } : undefined;
};

/** The value of a mapping for a request; undefined if one of its sources has no value. */
export const mappedValue = (mapping: Mapping, values: MappingValues): unknown => {
  const resolved = mapping.map((part) => (typeof part === 'string' ? part : sourceValue(part, values)));
  if (resolved.includes(undefined)) return undefined;
  return resolved.length === 1 ? resolved[0] : resolved.map(textOf).join('');
};

/** A value as text: objects and lists as JSON. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const sourceValue = (source: Source, values: MappingValues): unknown => {
  switch (source.from) {
    case 'header':
      return values.headers[source.name.toLowerCase()];
    case 'querystring':
      return values.query[source.name];
    case 'path parameter':
      return values.pathParameters[source.name];
    case 'stage variable':
      return values.stageVariables[source.name];
    case 'path':
      return values.path;
    case 'response header':
      return values.response?.headers[source.name.toLowerCase()];
    case 'response body':
      return valueAt(bodyOf(values.response?.body ?? ''), source.steps);
    case 'context':
      return valueAt(values.context, source.steps);
    default:
      return 'steps' in source ? valueAt(bodyOf(values.body), source.steps) : values.body || undefined;
  }
};

const bodyOf = (body: string): unknown => {
  if (Buffer.byteLength(body) > MAX_PATH_BODY_BYTES) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
