import { createRequire } from 'node:module';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { within } from '../../../core/isolation/within.ts';
import { stepsOf, valueAt } from '../json-path.ts';
import { contextOf, type EventFacts } from './event.ts';
import { STRING_METHODS, UTIL } from './template-functions.ts';

const load = createRequire(import.meta.url);
// Loaded on first use, because loading takes 70 ms.
const velocity = (): typeof import('velocityjs') => load('velocityjs');

/** Maximum processor time for one template, in milliseconds. */
const MAX_RENDER_MS = 200;

const PATH = /\$!?\{?input\.(?:json|path)\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g;

/** Throws BadRequestException for a template that cannot be parsed or uses a feature that is not supported locally. */
export const checkTemplate = (template: string): void => {
  if (template.includes('requestOverride'))
    throw badRequest('$context.requestOverride in a mapping template is not supported locally');
  for (const [, single, double] of template.matchAll(PATH)) {
    const path = single ?? double ?? '';
    if (!path.startsWith('$') || !stepsOf(path.slice(1)))
      throw badRequest(`The path ${path} in a mapping template is not supported locally`);
  }
  try {
    velocity().parse(template);
  } catch {
    throw badRequest('A mapping template is not valid VTL');
  }
};

/** Thrown by `rendered` if a template reads members of a body that is not JSON. */
export class InvalidBody extends Error {
  override readonly name = 'InvalidBody';
}

/** The text of a template, and the changes of the response that it makes with `$context.responseOverride`. */
interface Rendered {
  readonly text: string;
  readonly status: number | undefined;
  readonly headers: { readonly [name: string]: string };
}

/**
 * Applies a mapping template to the body of a request or of a response. `facts` are those of the request. Throws
 * InvalidBody, TookTooLong, or the error of the template.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export const rendered = (template: string, body: string, facts: EventFacts): Rendered =>
  within(MAX_RENDER_MS, () => {
    const responseOverride: { status?: unknown; header: Record<string, unknown> } = { header: {} };
    const context = { ...contextOf(facts), responseOverride };
    const { stageVariables } = facts;
    const variables = { input: inputOf(body, facts), util: UTIL, context, stageVariables };
    const { Compile, parse } = velocity();
    const text = new Compile(parse(template), { customMethodHandlers: STRING_METHODS }).render(variables);
    const { status, header } = responseOverride;
    return {
      text,
      status: status === undefined ? undefined : Number(status),
      headers: Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), String(value)])),
    };
  });

const inputOf = (body: string, facts: EventFacts) => {
  const found = (path: string): unknown => valueAt(parsed(body), stepsOf(path.replace(/^\$/, '')) ?? []);
  const groups = parametersOf(facts);
  return {
    body,
    json: (path: string) => JSON.stringify(found(path)) ?? '',
    // A missing value is an empty text, because a template writes an undefined reference as its own source.
    path: (path: string) => found(path) ?? '',
    params: (name?: string) => {
      if (name === undefined) return groups;
      const { path, querystring, header } = groups;
      return path[name] ?? querystring[name] ?? header[name.toLowerCase()] ?? '';
    },
  };
};

const parsed = (body: string): unknown => {
  try {
    // Like on API Gateway, a request without a body has an empty object.
    return JSON.parse(body || '{}');
  } catch (error) {
    throw new InvalidBody(String(error instanceof Error ? error.message : error));
  }
};

/** The parameters of the request. Names of headers are in lower case. */
const parametersOf = ({ request, pathParameters }: EventFacts) => {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value ?? '')]);
  return {
    path: { ...pathParameters },
    querystring: Object.fromEntries(request.query) as Record<string, string>,
    header: Object.fromEntries(headers) as Record<string, string>,
  };
};
