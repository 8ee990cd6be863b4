import type { Home } from '../../../core/aws/arn.ts';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { earlyProblem, isEvaluated } from '../../../core/cloudformation/early-problem.ts';
import { text } from '../../../core/cloudformation/properties.ts';
import type { PropertyCheck } from '../../../core/cloudformation/resource-type.ts';
import { isObject, type ValueObject } from '../../../core/cloudformation/value.ts';
import { bodyProblem, withVariables } from '../openapi/body.ts';
import { DocumentProblem } from '../openapi/document.ts';
import { optionalMap } from '../parameters.ts';
import { validationPattern } from './identity-source.ts';
import { defineRestApi, type RestPart } from './openapi/define-rest-api.ts';
import { keySourceOf } from './read-api.ts';
import { authorizerTypeOf, sourcesOf, ttlOf } from './read-authorizer.ts';
import { headersOf, responseTypeOf, statusOf, templatesOf } from './read-gateway-response.ts';
import { readWithoutBackend } from './read-integration.ts';
import { authorizationTypeOf, requiredParameters } from './read-method.ts';
import { readModel } from './read-model.ts';

type Problem = ReturnType<PropertyCheck>;

const METHOD_CHECKS = earlyProblem({
  AuthorizationType: authorizationTypeOf,
  RequestParameters: requiredParameters,
  Integration: (method) => {
    if (method.Integration !== undefined) readWithoutBackend(method);
  },
});

/** Checks the members of the integration that have no reference to other resources, if it has a type. */
export const methodProblem = (properties: ValueObject): Problem => {
  const { Integration: integration } = properties;
  if (!isObject(integration)) return METHOD_CHECKS(properties);
  const evaluated = Object.entries(integration).filter(([, value]) => isEvaluated(value));
  return METHOD_CHECKS({ ...properties, Integration: Object.fromEntries(evaluated) });
};

const AUTHORIZER_CHECKS = earlyProblem({
  Type: authorizerTypeOf,
  AuthorizerResultTtlInSeconds: ttlOf,
  IdentitySource: sourcesOf,
  IdentityValidationExpression: validationPattern,
});

/** Checks an authorizer whose type and TTL are known; they decide what the other properties may be. */
export const authorizerProblem = (properties: ValueObject): Problem =>
  isEvaluated(properties.Type) && isEvaluated(properties.AuthorizerResultTtlInSeconds)
    ? AUTHORIZER_CHECKS(properties)
    : undefined;

export const gatewayResponseProblem = earlyProblem({
  ResponseType: responseTypeOf,
  StatusCode: statusOf,
  ResponseParameters: headersOf,
  ResponseTemplates: templatesOf,
});

const NO_PROBLEM = () => undefined;

const PART_CHECKS: { readonly [K in RestPart['kind']]: (properties: ValueObject) => Problem } = {
  model: earlyProblem({ Schema: readModel }),
  validator: NO_PROBLEM,
  authorizer: authorizerProblem,
  gatewayResponse: gatewayResponseProblem,
  resource: NO_PROBLEM,
  method: methodProblem,
};

/** Where a document has what becomes a property of a part. */
const PLACES: { readonly [property: string]: string | undefined } = {
  Integration: '.x-amazon-apigateway-integration',
  RequestParameters: '.parameters',
};

/** Throws DocumentProblem for the first part of a document that its reader refuses. */
const checkDocument = (document: ValueObject, home: Home): void => {
  // The ids of the API do not matter here.
  const { keySource, parts } = defineRestApi(withVariables(document, home), { id: 'api', rootId: 'root' });
  if (keySource !== undefined) keySourceOf({ ApiKeySourceType: keySource });
  for (const { kind, path, properties } of parts) {
    const problem = PART_CHECKS[kind](properties);
    if (problem) throw new DocumentProblem(`${path}${PLACES[problem.property] ?? ''}`, problem.message);
  }
};

const MODES = ['merge', 'overwrite'];

const modeOf = ({ Mode }: ValueObject): void => {
  const mode = text(Mode);
  if (mode !== undefined && !MODES.includes(mode)) throw badRequest(`Mode ${mode} is not one of ${MODES.join(', ')}`);
};

/** Parameters without effect: an API runs on one machine here, and documentation is not kept. */
const IGNORED_PARAMETERS = ['endpointConfigurationTypes', 'ignore'];

const requireParameters = (properties: ValueObject): void => {
  for (const [name, value] of Object.entries(optionalMap(properties, 'Parameters') ?? {}))
    if (!IGNORED_PARAMETERS.includes(name) && !(name === 'basepath' && value === 'ignore'))
      throw badRequest(`Parameters ${name}: ${value} is not supported locally. The base path is always ignored`);
};

const API_CHECKS = earlyProblem({ ApiKeySourceType: keySourceOf, Mode: modeOf, Parameters: requireParameters });

/** Checks an API and its OpenAPI document. */
export const apiProblem: PropertyCheck = (properties, home, asset) =>
  API_CHECKS(properties) ?? bodyProblem(properties, asset, (document) => checkDocument(document, home));
