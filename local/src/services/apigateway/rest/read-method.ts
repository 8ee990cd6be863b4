import { badRequest } from '../../../core/aws/aws-error.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { invalidMapping } from '../errors.ts';
import {
  flag,
  type Input,
  object,
  optionalMap,
  optionalNumber,
  optionalText,
  requiredText,
  textList,
} from '../parameters.ts';
import {
  type Integration,
  type IntegrationResponse,
  type Method,
  PASSTHROUGHS,
  type RequiredParameter,
} from './definitions.ts';
import { functionIn } from './function-uri.ts';
import { checkTemplate } from './mapping-template.ts';
import { readMappings } from './request-mapping.ts';
import type { RestStore } from './rest-store.ts';
import { SERVICES } from './service-call.ts';

type ServiceIntegration = Extract<Integration, { kind: 'action' }>;

/** The URI of a service: an action of it, or a path. */
const SERVICE = /^arn:aws:apigateway:[\w-]+:([\w-]+):(?:action\/(\w+)|path\/\/?(.*))$/;
/** The maximum timeout of an integration, which is also the default. */
const MAX_TIMEOUT_MS = 29_000;

/** Reads a method whose models and validator are in the store. Throws BadRequestException. */
export const readMethod = (input: Input, store: RestStore): Method => {
  const integration = object(input, 'Integration');
  const timeoutMs = optionalNumber(integration, 'TimeoutInMillis') ?? MAX_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > MAX_TIMEOUT_MS) throw badRequest('Timeout should be between 50 ms and 29000 ms');
  return {
    id: requiredText(input, 'Id'),
    apiId: requiredText(input, 'RestApiId'),
    resourceId: requiredText(input, 'ResourceId'),
    httpMethod: requiredText(input, 'HttpMethod'),
    isKeyRequired: flag(input, 'ApiKeyRequired'),
    ...readAuthorization(input, store),
    timeoutMs,
    integration: readIntegration(input),
    ...readValidation(input, store),
  };
};

/** With these credentials, a function is called with the identity of the client. */
const CALLERS_IDENTITY = 'arn:aws:iam::*:user/*';

const AUTHORIZATION_TYPES = ['NONE', 'CUSTOM', 'COGNITO_USER_POOLS'];

/** The authorization type of a method. Throws BadRequestException. */
export const authorizationTypeOf = (input: Input): string => {
  const type = optionalText(input, 'AuthorizationType') ?? 'NONE';
  if (AUTHORIZATION_TYPES.includes(type)) return type;
  throw badRequest(
    `AuthorizationType ${type} is not supported locally. Supported types are ${AUTHORIZATION_TYPES.join(', ')}`,
  );
};

const readAuthorization = (input: Input, store: RestStore): Pick<Method, 'authorization'> => {
  const type = authorizationTypeOf(input);
  if (type === 'NONE') return {};
  const authorizerId = optionalText(input, 'AuthorizerId') ?? '';
  const authorizer = store.definitions.find('authorizer', authorizerId);
  if (!authorizer || 'functionArn' in authorizer !== (type === 'CUSTOM'))
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    );
  return { authorization: { authorizerId, scopes: textList(input, 'AuthorizationScopes') } };
};

const readValidation = (input: Input, store: RestStore): Pick<Method, 'validatorId' | 'required' | 'models'> => {
  const validatorId = optionalText(input, 'RequestValidatorId');
  if (validatorId !== undefined && !store.definitions.find('validator', validatorId))
    throw badRequest('Invalid Request Validator identifier specified');
  const models = Object.entries(optionalMap(input, 'RequestModels') ?? {});
  for (const [, name] of models)
    if (!store.model(`${requiredText(input, 'RestApiId')}/${name}`))
      throw badRequest(`Invalid model identifier specified: ${name}`);
  return {
    ...(validatorId !== undefined && { validatorId }),
    required: requiredParameters(input),
    models: Object.fromEntries(models.map(([type, name]) => [type.toLowerCase(), name])),
  };
};

/** The parameters that a request must have. Throws BadRequestException for a parameter that is not valid. */
export const requiredParameters = (input: Input): RequiredParameter[] =>
  Object.entries(optionalMap(input, 'RequestParameters') ?? {}).flatMap(([source, isRequired]) => {
    const parameter = readParameter(source);
    return isRequired === 'true' ? [parameter] : [];
  });

const PARAMETER = /^method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.(.+)$/;

const readParameter = (source: string): RequiredParameter => {
  const [, place = '', name = ''] = PARAMETER.exec(source) ?? [];
  const where = place.replace('multivalue', '');
  if (where === 'header' || where === 'path' || where === 'querystring') return { where, name };
  throw badRequest(invalidMapping(source));
};

const TYPES = ['AWS_PROXY', 'AWS', 'MOCK'];

/** Reads all of a method's integration except the backend that it calls. Throws BadRequestException. */
export const readWithoutBackend = (method: Input) => {
  const input = object(method, 'Integration');
  const type = requiredText(input, 'Type');
  if (!TYPES.includes(type))
    throw badRequest(`Integration type ${type} is not supported locally. Supported types are AWS_PROXY, AWS and MOCK`);
  const mock = type === 'MOCK' ? readMock(input) : undefined;
  if (!mock) only(input, 'IntegrationHttpMethod', 'POST');
  const mappings = readMappings(method);
  if (mock) return mock;
  if (optionalText(input, 'Credentials') === CALLERS_IDENTITY)
    throw badRequest(
      `Credentials ${CALLERS_IDENTITY} is not supported locally, because methods have no IAM authorization`,
    );
  if (type === 'AWS_PROXY') return { kind: 'function' } as const;
  return {
    kind: 'action',
    mappings,
    templates: requestTemplates(input),
    passthrough: passthroughOf(input),
    responses: responsesIn(input).map(readServiceResponse),
  } as const;
};

const readIntegration = (method: Input): Integration => {
  const read = readWithoutBackend(method);
  if (read.kind === 'mock') return read;
  const input = object(method, 'Integration');
  const uri = requiredText(input, 'Uri');
  if (read.kind === 'function') {
    const roleArn = optionalText(input, 'Credentials');
    return { ...read, functionArn: functionIn(uri), ...(roleArn !== undefined && { roleArn }) };
  }
  return { ...read, ...serviceIn(uri), roleArn: requiredText(input, 'Credentials') };
};

const serviceIn = (uri: string): Pick<ServiceIntegration, 'service' | 'action' | 'path'> => {
  const [, service = '', action, path] = SERVICE.exec(uri) ?? [];
  if (!SERVICES.includes(service))
    throw badRequest(`Uri ${uri} is not supported locally. It must name an action or a path of ${SERVICES.join(', ')}`);
  return { service, ...(action !== undefined && { action }), ...(path !== undefined && { path }) };
};

const responsesIn = ({ IntegrationResponses: given }: Input): readonly Input[] =>
  Array.isArray(given) ? (given as Input[]) : [];

const templatesIn = (input: Input, name: string): [string, string][] => {
  const templates = Object.entries(optionalMap(input, name) ?? {});
  for (const [, template] of templates) checkTemplate(template);
  return templates.map(([type, template]) => [type.toLowerCase(), template]);
};

const requestTemplates = (input: Input): Record<string, string> =>
  Object.fromEntries(templatesIn(input, 'RequestTemplates'));

const passthroughOf = (input: Input): (typeof PASSTHROUGHS)[number] => {
  const given = optionalText(input, 'PassthroughBehavior') ?? 'WHEN_NO_MATCH';
  const known = PASSTHROUGHS.find((each) => each === given);
  if (known) return known;
  throw badRequest(`PassthroughBehavior ${given} is not one of ${PASSTHROUGHS.join(', ')}`);
};

/** Reads a response to a service's answer. Answers are JSON, so only the template for JSON is supported. */
const readServiceResponse = (response: Input): IntegrationResponse => {
  const templates = templatesIn(response, 'ResponseTemplates');
  const other = templates.find(([type]) => type !== 'application/json');
  if (other) throw badRequest(`ResponseTemplates for ${other[0]} are not supported locally. Use application/json`);
  const [, template] = templates[0] ?? [];
  return { ...readResponse(response), ...(template !== undefined && { template }) };
};

const STATUS_TEMPLATE = /^\s*\{\s*["']?statusCode["']?\s*:\s*["']?(\d{3})["']?\s*\}\s*$/;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html */
const readMock = (input: Input): Extract<Integration, { kind: 'mock' }> => {
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
  const headers = Object.entries(optionalMap(input, 'ResponseParameters') ?? {}).map(([target, source]) => {
    const [, name] = RESPONSE_HEADER.exec(target) ?? [];
    const [, value] = STATIC_VALUE.exec(source) ?? [];
    if (name === undefined || value === undefined)
      throw badRequest(`${target} from ${source} is not supported locally. Use headers with static values, as '…'`);
    return [name.toLowerCase(), value] as const;
  });
  return {
    status: optionalNumber(input, 'StatusCode') ?? 200,
    pattern: optionalText(input, 'SelectionPattern'),
    headers: Object.fromEntries(headers),
  };
};
