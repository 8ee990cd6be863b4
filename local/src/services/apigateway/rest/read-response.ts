import { badRequest } from '../../../core/aws/aws-error.ts';
import { checkPattern } from '../../../core/isolation/pattern.ts';
import { invalidMapping } from '../errors.ts';
import { type Input, objectList, optionalMap, optionalNumber, optionalText } from '../parameters.ts';
import { contentHandlingIn } from './content-handling.ts';
import type { Integration, IntegrationResponse } from './definitions.ts';
import { checkTemplate } from './mapping-template.ts';
import { isResponseSource } from './response-mapping.ts';

/** The IntegrationResponses of an integration. */
export const responsesIn = (input: Input): readonly Input[] => objectList(input, 'IntegrationResponses');

/**
 * The mapping templates in a member, with their content types in lower case. Throws BadRequestException for a template that
 * is not valid.
 */
export const templatesIn = (input: Input, name: string): [string, string][] => {
  const templates = Object.entries(optionalMap(input, name) ?? {});
  for (const [, template] of templates) checkTemplate(template);
  return templates.map(([type, template]) => [type.toLowerCase(), template]);
};

/**
 * Reads a response to the answer of a service or an endpoint. Only the template for JSON is supported. Throws
 * BadRequestException.
 */
export const readMappedResponse = (response: Input): IntegrationResponse => {
  const templates = templatesIn(response, 'ResponseTemplates');
  const other = templates.find(([type]) => type !== 'application/json');
  if (other) throw badRequest(`ResponseTemplates for ${other[0]} are not supported locally. Use application/json`);
  const [, template] = templates[0] ?? [];
  return { ...readResponse(response), ...(template !== undefined && { template }) };
};

const STATUS_TEMPLATE = /^\s*\{\s*["']?statusCode["']?\s*:\s*["']?(\d{3})["']?\s*\}\s*$/;

/**
 * Reads a MOCK integration. Throws BadRequestException.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export const readMock = (input: Input): Extract<Integration, { kind: 'mock' }> => {
  const statuses = Object.entries(optionalMap(input, 'RequestTemplates') ?? {}).map(([type, template]) => {
    const [, status] = STATUS_TEMPLATE.exec(template) ?? [];
    if (status === undefined)
      throw badRequest('A request template of a MOCK integration must be {"statusCode": <number>} locally');
    return [type.toLowerCase(), Number(status)] as const;
  });
  return {
    kind: 'mock',
    statuses: Object.fromEntries(statuses),
    isStrict: optionalText(input, 'PassthroughBehavior') === 'NEVER',
    responses: responsesIn(input).map((response) => ({ ...readResponse(response), body: staticBody(response) })),
  };
};

/** The response template for JSON. Throws BadRequestException for a template with references or directives. */
const staticBody = (response: Input): string => {
  const body = optionalMap(response, 'ResponseTemplates')?.['application/json'] ?? '';
  if (/[#$]/.test(body))
    throw badRequest('Only response templates without references ($) and directives (#) are supported locally');
  return body;
};

const RESPONSE_HEADER = /^method\.response\.header\.([\w-]+)$/;
const STATIC_VALUE = /^'(.*)'$/s;

const readResponse = (input: Input): IntegrationResponse => {
  const headers: Record<string, string> = {};
  const sources: Record<string, string> = {};
  for (const [target, source] of Object.entries(optionalMap(input, 'ResponseParameters') ?? {})) {
    const [, name] = RESPONSE_HEADER.exec(target) ?? [];
    const [, value] = STATIC_VALUE.exec(source) ?? [];
    if (name === undefined) throw badRequest(invalidMapping(target));
    if (value !== undefined) headers[name.toLowerCase()] = value;
    else if (isResponseSource(source)) sources[name.toLowerCase()] = source;
    else throw badRequest(invalidMapping(source));
  }
  const pattern = optionalText(input, 'SelectionPattern');
  checkPattern('SelectionPattern', pattern);
  return {
    status: optionalNumber(input, 'StatusCode') ?? 200,
    pattern,
    headers,
    sources,
    ...contentHandlingIn(input),
  };
};
