import { badRequest } from '../../../core/aws/aws-error.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { checkUri, endpointMethod } from '../endpoint.ts';
import { type Input, object, optionalText, requiredText } from '../parameters.ts';
import { contentHandlingIn } from './content-handling.ts';
import { type Integration, PASSTHROUGHS, type ParameterMapping } from './definitions.ts';
import { functionIn, isFunctionUri } from './function-uri.ts';
import { readMappedResponse, readMock, responsesIn, templatesIn } from './read-response.ts';
import { readMappings } from './request-mapping.ts';
import { SERVICES } from './service-call.ts';

type ServiceIntegration = Extract<Integration, { kind: 'action' }>;

/** The URI of a service: an action of it, or a path. */
const SERVICE = /^arn:aws:apigateway:[\w-]+:([\w-]+):(?:action\/(\w+)|path\/\/?(.*))$/;

/** With these credentials, a function is called with the identity of the client. */
const CALLERS_IDENTITY = 'arn:aws:iam::*:user/*';

const TYPES = ['AWS_PROXY', 'AWS', 'HTTP_PROXY', 'HTTP', 'MOCK'];

/** Reads all of a method's integration except the backend that it calls. Throws BadRequestException. */
export const readWithoutBackend = (method: Input) => {
  const input = object(method, 'Integration');
  const type = requiredText(input, 'Type');
  if (!TYPES.includes(type)) throw badRequest(`Integration type ${type} is not one of ${TYPES.join(', ')}`);
  only(input, 'ConnectionType', 'INTERNET');
  if (type.startsWith('AWS')) only(input, 'IntegrationHttpMethod', 'POST');
  const mappings = readMappings(method);
  if (type === 'MOCK') return readMock(input);
  if (optionalText(input, 'Credentials') === CALLERS_IDENTITY)
    throw badRequest(
      `Credentials ${CALLERS_IDENTITY} is not supported locally, because methods have no IAM authorization`,
    );
  if (type === 'AWS_PROXY') {
    only(input, 'ContentHandling', 'CONVERT_TO_TEXT');
    return { kind: 'function' } as const;
  }
  const mapped = {
    mappings,
    templates: requestTemplates(input),
    passthrough: passthroughOf(input),
    responses: responsesIn(input).map(readMappedResponse),
    ...contentHandlingIn(input),
  };
  if (type === 'AWS') return { kind: 'action', ...mapped } as const;
  if (input.Uri !== undefined) checkUri('Uri', requiredText(input, 'Uri'));
  return { kind: 'endpoint', isProxy: type === 'HTTP_PROXY', ...mapped } as const;
};

/** Reads a method's integration. `runtime` is the address of this runtime. Throws BadRequestException. */
export const readIntegration = (method: Input, runtime: string): Integration => {
  const read = readWithoutBackend(method);
  if (read.kind === 'mock') return read;
  const input = object(method, 'Integration');
  const uri = requiredText(input, 'Uri');
  if (read.kind === 'action')
    return isFunctionUri(uri)
      ? { ...read, kind: 'mapped function', mappings: invocationMappings(read.mappings), ...functionOf(input, uri) }
      : { ...read, ...serviceIn(uri), roleArn: requiredText(input, 'Credentials') };
  if (read.kind === 'endpoint') {
    checkUri('Uri', uri, runtime);
    return { ...read, uri, httpMethod: endpointMethod(input, 'IntegrationHttpMethod') };
  }
  return { ...read, ...functionOf(input, uri) };
};

const UNSUPPORTED_HEADERS = ['x-amz-client-context', 'x-amz-log-type'];

/** The mappings of an invocation, of which only the header X-Amz-Invocation-Type has an effect. */
const invocationMappings = (mappings: readonly ParameterMapping[]): readonly ParameterMapping[] => {
  for (const { where, name } of mappings)
    if (where === 'header' && UNSUPPORTED_HEADERS.includes(name.toLowerCase()))
      throw badRequest(`The header ${name} of an integration with a function is not supported locally`);
  return mappings;
};

const functionOf = (input: Input, uri: string): { readonly functionArn: string; readonly roleArn?: string } => {
  const roleArn = optionalText(input, 'Credentials');
  return { functionArn: functionIn(uri), ...(roleArn !== undefined && { roleArn }) };
};

const serviceIn = (uri: string): Pick<ServiceIntegration, 'service' | 'action' | 'path'> => {
  const [, service = '', action, path] = SERVICE.exec(uri) ?? [];
  if (!SERVICES.includes(service))
    throw badRequest(
      `Uri ${uri} is not supported locally. It must name an action or a path of ${SERVICES.join(', ')}, or the invocation path of a function`,
    );
  return { service, ...(action !== undefined && { action }), ...(path !== undefined && { path }) };
};

const requestTemplates = (input: Input): Record<string, string> =>
  Object.fromEntries(templatesIn(input, 'RequestTemplates'));

const passthroughOf = (input: Input): (typeof PASSTHROUGHS)[number] => {
  const given = optionalText(input, 'PassthroughBehavior') ?? 'WHEN_NO_MATCH';
  const known = PASSTHROUGHS.find((each) => each === given);
  if (known) return known;
  throw badRequest(`PassthroughBehavior ${given} is not one of ${PASSTHROUGHS.join(', ')}`);
};
