import { badRequest } from '../../../core/aws/aws-error.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { type Input, optionalMap, optionalNumber, optionalText, requiredText } from '../parameters.ts';
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

/** Reads an integration with a function, or with a service in the given region. Throws BadRequestException. */
export const readIntegration = (input: Input, region: string): Integration => {
  only(input, 'IntegrationType', 'AWS_PROXY');
  only(input, 'ConnectionType', 'INTERNET');
  const problem = integrationProblem(input);
  if (problem) throw badRequest(problem.message);
  const timeoutMs = optionalNumber(input, 'TimeoutInMillis') ?? MAX_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > MAX_TIMEOUT_MS) throw badRequest('Timeout should be between 50 ms and 30000 ms');
  const subtype = optionalText(input, 'IntegrationSubtype');
  if (subtype !== undefined) return { ...readService(input, subtype, region), timeoutMs };
  only(input, 'PayloadFormatVersion', '2.0');
  only(input, 'IntegrationMethod', 'POST');
  const functionArn = functionIn(input, 'IntegrationUri');
  return { integrationId: requiredText(input, 'IntegrationId'), functionArn, timeoutMs };
};

const readService = (input: Input, subtype: string, region: string): Omit<ServiceIntegration, 'timeoutMs'> => {
  only(input, 'PayloadFormatVersion', '1.0');
  const parameters = optionalMap(input, 'RequestParameters') ?? {};
  if ((parameters.Region ?? region) !== region)
    throw badRequest(`Region ${parameters.Region} is not supported locally. The only supported value is ${region}`);
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
  if (name === undefined) return given === undefined ? undefined : FUNCTION_WITH_PARAMETERS;
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

const FUNCTION_WITH_PARAMETERS: IntegrationProblem = {
  property: 'RequestParameters',
  message: 'RequestParameters of an integration with a function are not supported locally',
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
  `Invalid selection expression specified: Validation Result: warnings : [], errors : [Invalid source: ${value} specified for destination: ${destination}]`;
