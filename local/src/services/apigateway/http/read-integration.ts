import { badRequest } from '../../../core/aws/aws-error.ts';
import { notSupported, only } from '../../../core/parameters/bad-request.ts';
import { isObject } from '../../../core/parameters/input.ts';
import { checkUri, endpointMethod, uriProblem } from '../endpoint.ts';
import { invalidExpression } from '../errors.ts';
import {
  type Input,
  object,
  objectList,
  optionalMap,
  optionalNumber,
  optionalText,
  requiredText,
} from '../parameters.ts';
import { type ActionedParameters, refuseParameters, STATUS } from './actioned-parameters.ts';
import type { Integration, ServiceIntegration } from './definitions.ts';
import { parseMapping } from './parameter-mapping.ts';
import { SUBTYPES } from './service-subtypes.ts';

const FUNCTION_ARN = /^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/;
const INVOCATION_URI = /^arn:aws:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
/** The maximum timeout of an integration, which is also the default. */
const MAX_TIMEOUT_MS = 30_000;

/** The function's ARN in a member with an ARN or an invocation path. Throws BadRequestException. */
export const functionIn = (input: Input, name: string): string => {
  const uri = requiredText(input, name);
  const functionArn = INVOCATION_URI.exec(uri)?.[1] ?? uri;
  if (!FUNCTION_ARN.test(functionArn))
    throw badRequest(`${name} ${uri} is not the ARN or the invocation path of a Lambda function`);
  return functionArn;
};

/** The type of an integration whose URI is a URL. */
const ENDPOINT = 'HTTP_PROXY';

/** The members of which this runtime supports one value; a service integration has a subtype. */
const fixedValues = ({
  IntegrationType: type,
  IntegrationSubtype: subtype,
}: Input): Readonly<Record<string, string>> => {
  const connection = { ConnectionType: 'INTERNET' };
  if (type === ENDPOINT) return { ...connection, PayloadFormatVersion: '1.0' };
  const service = { ...connection, IntegrationType: 'AWS_PROXY' };
  if (subtype !== undefined) return { ...service, PayloadFormatVersion: '1.0' };
  return { ...service, PayloadFormatVersion: '2.0', IntegrationMethod: 'POST' };
};

/** What an integration may call: services in this region, and no endpoint at the address of this runtime. */
interface Place {
  readonly region: string;
  readonly endpoint: string;
}

/** Reads an integration with a function, a service or an HTTP endpoint. Throws BadRequestException. */
export const readIntegration = (input: Input, { region, endpoint }: Place): Integration => {
  const problem = integrationProblem(input);
  if (problem) throw badRequest(problem.message);
  const subtype = optionalText(input, 'IntegrationSubtype');
  for (const [name, allowed] of Object.entries(fixedValues(input))) only(input, name, allowed);
  const timeoutMs = optionalNumber(input, 'TimeoutInMillis') ?? MAX_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > MAX_TIMEOUT_MS) throw badRequest('Timeout should be between 50 ms and 30000 ms');
  const responses = readResponses(input);
  if (subtype !== undefined) return { ...readService(input, subtype, region), timeoutMs, responses };
  const integrationId = requiredText(input, 'IntegrationId');
  const changes = optionalMap(input, 'RequestParameters') ?? {};
  const common = { integrationId, timeoutMs, changes, responses };
  if (optionalText(input, 'IntegrationType') !== ENDPOINT)
    return { ...common, functionArn: functionIn(input, 'IntegrationUri') };
  const uri = requiredText(input, 'IntegrationUri');
  checkUri('IntegrationUri', uri, endpoint);
  return { ...common, uri, httpMethod: endpointMethod(input, 'IntegrationMethod') };
};

/** Reads ResponseParameters: by status, a list with a Destination and a Source for each mapping. */
const readResponses = (input: Input): Readonly<Record<string, ActionedParameters>> => {
  const byStatus = object(input, 'ResponseParameters');
  return Object.fromEntries(
    Object.keys(byStatus).map((status) => [
      status,
      Object.fromEntries(
        objectList(object(byStatus, status), 'ResponseParameters').map((mapping) => [
          requiredText(mapping, 'Destination'),
          optionalText(mapping, 'Source') ?? '',
        ]),
      ),
    ]),
  );
};

const readService = (
  input: Input,
  subtype: string,
  region: string,
): Omit<ServiceIntegration, 'timeoutMs' | 'responses'> => {
  const parameters = optionalMap(input, 'RequestParameters') ?? {};
  if ((parameters.Region ?? region) !== region)
    throw badRequest(notSupported('Region', String(parameters.Region), region));
  return {
    integrationId: requiredText(input, 'IntegrationId'),
    subtype,
    roleArn: requiredText(input, 'CredentialsArn'),
    parameters,
  };
};

interface IntegrationProblem {
  /** The property with the problem, e.g. `RequestParameters.Detail`. */
  readonly property: string;
  readonly message: string;
}

/**
 * The first problem of an integration's subtype and parameters; undefined if there is none. Values that the template has
 * yet to evaluate are not checked.
 */
export const integrationProblem = (properties: Input): IntegrationProblem | undefined => {
  const { IntegrationSubtype: name, RequestParameters: given } = properties;
  const general =
    fixedProblem(properties) ?? endpointProblem(properties) ?? responseProblem(properties.ResponseParameters);
  if (general) return general;
  if (name === undefined) return changesProblem(given);
  if (typeof name !== 'string') return undefined;
  const subtype = SUBTYPES.get(name);
  if (!subtype)
    return {
      property: 'IntegrationSubtype',
      message: `IntegrationSubtype ${name} is not supported locally. Supported subtypes are ${[...SUBTYPES.keys()].join(', ')}`,
    };
  if (properties.CredentialsArn === undefined)
    return { property: 'CredentialsArn', message: `CredentialsArn is required for the integration subtype ${name}` };
  return parameterProblem(name, typeof given === 'object' ? { ...given } : {});
};

const problemOf = (property: string, message: string | undefined): IntegrationProblem | undefined =>
  message === undefined ? undefined : { property, message };

const endpointProblem = ({ IntegrationType: type, IntegrationUri: uri }: Input): IntegrationProblem | undefined => {
  const property = 'IntegrationUri';
  return problemOf(property, type === ENDPOINT && typeof uri === 'string' ? uriProblem(property, uri) : undefined);
};

const fixedProblem = (properties: Input): IntegrationProblem | undefined => {
  for (const [property, allowed] of Object.entries(fixedValues(properties))) {
    const value = properties[property];
    if (typeof value !== 'string' || value === allowed) continue;
    return { property, message: notSupported(property, value, allowed) };
  }
  return undefined;
};

/** The problem of the changes of requests to a function. */
const changesProblem = (given: unknown): IntegrationProblem | undefined =>
  problemOf('RequestParameters', isObject(given) ? refuseParameters(given, 'request') : undefined);

const responseProblem = (given: unknown): IntegrationProblem | undefined => {
  const property = 'ResponseParameters';
  for (const [status, mappings] of Object.entries(isObject(given) ? given : {})) {
    if (!STATUS.test(status))
      return { property, message: `ResponseParameters ${status} must be a status from 200 to 599` };
    const list = isObject(mappings) ? mappings.ResponseParameters : undefined;
    const pairs = (Array.isArray(list) ? list : []).filter(isObject);
    const parameters = Object.fromEntries(pairs.map(({ Destination, Source }) => [String(Destination), Source]));
    const problem = problemOf(property, refuseParameters(parameters, 'response'));
    if (problem) return problem;
  }
  return undefined;
};

const parameterProblem = (name: string, given: Input): IntegrationProblem | undefined => {
  const property = 'RequestParameters';
  const known = SUBTYPES.get(name)?.parameters ?? {};
  const missing = Object.keys(known).filter((each) => known[each]?.isRequired && given[each] === undefined);
  if (missing.length > 0)
    return {
      property,
      message: `The parameters ${missing.join(', ')} are required for the integration subtype ${name}`,
    };
  for (const [parameter, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, parameter))
      return { property, message: `The integration subtype ${name} has no parameter ${parameter}` };
    if (typeof value === 'string' && !parseMapping(value))
      return { property: `${property}.${parameter}`, message: invalidSource(value, parameter) };
  }
  return undefined;
};

/** AWS's message for an invalid selection expression. */
const invalidSource = (value: string, destination: string): string =>
  invalidExpression('selection', `Invalid source: ${value} specified for destination: ${destination}`);
