import { earlyProblem } from '../../../core/cloudformation/early-problem.ts';
import { text } from '../../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
  RunningType,
} from '../../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../../core/cloudformation/value.ts';
import type { Operation } from '../../../core/operation.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import { BODY_LOCATION, bodyOf, titleOf } from '../openapi/body.ts';
import { requireAutoDeploy } from './actions.ts';
import { apiProblem, routeProblem } from './early-checks.ts';
import { httpId } from './names.ts';
import * as apigateway from './operations.ts';
import { integrationProblem } from './read-integration.ts';

const NO_DESCRIPTIONS = 'no action returns descriptions and operation names locally';
const NO_TAGS = 'APIs have no tags locally';

type SettleApi = Operation<apigateway.ApiInput, apigateway.ApiAnswer>;

const api = async (context: ResourceContext, settle: SettleApi): Promise<Physical> => {
  const body = bodyOf(context.properties, context.asset);
  const input = {
    ...context.properties,
    Name: text(context.properties.Name) ?? titleOf(body) ?? context.name,
    ApiId: httpId(context.name),
    ...(body && { Body: body }),
  };
  const update = () => context.call(apigateway.putApi, input);
  const { ApiId, ApiEndpoint } = await context.create(settle, input, update);
  return { ref: ApiId, attributes: { ApiId, ApiEndpoint } };
};

interface Part {
  readonly put: Operation<ValueObject>;
  readonly remove: Operation<apigateway.PartName>;
  readonly idMember: string;
  readonly properties: PropertyTable;
  readonly problem?: RunningType['problem'];
}

/** Makes the resource type for a part of an API that has an id: a route, an integration or an authorizer. */
const part = ({ put, remove, idMember, properties, problem }: Part): RunningType => {
  const settle = async (context: ResourceContext): Promise<Physical> => {
    const id = httpId(`${context.stack}/${context.name}`);
    await context.call(put, { ...context.properties, [idMember]: id });
    return { ref: id, attributes: { [idMember]: id } };
  };
  return {
    kind: 'runs',
    properties: { ApiId: true, ...properties },
    attributes: [idMember],
    replacedBy: ['ApiId'],
    ...(problem && { problem }),
    create: settle,
    update: settle,
    delete: async (context, existing) => {
      await context.call(remove, { ApiId: context.properties.ApiId, [idMember]: existing.ref });
    },
  };
};

const THROTTLE: PropertyTable = {
  ThrottlingBurstLimit: true,
  ThrottlingRateLimit: true,
  DetailedMetricsEnabled: 'metrics do not exist locally',
};

const stage = async (context: ResourceContext): Promise<Physical> => {
  await context.call(apigateway.putStage, context.properties);
  return { ref: text(context.properties.StageName) ?? '', attributes: {} };
};

/**
 * The properties of a stage. All members of RouteSettings are accepted (`true`), because they are route keys, not
 * properties.
 */
const STAGE_PROPERTIES: PropertyTable = {
  ApiId: true,
  StageName: true,
  AutoDeploy: true,
  DefaultRouteSettings: THROTTLE,
  RouteSettings: true,
  StageVariables: true,
  AccessLogSettings: 'requests are not logged to CloudWatch locally',
  Description: NO_DESCRIPTIONS,
  Tags: NO_TAGS,
};

const CORS: PropertyTable = {
  AllowCredentials: true,
  AllowHeaders: true,
  AllowMethods: true,
  AllowOrigins: true,
  ExposeHeaders: true,
  MaxAge: true,
};

export const HTTP_API_TYPES: ResourceTypes = {
  'AWS::ApiGatewayV2::Api': {
    kind: 'runs',
    properties: {
      Name: true,
      ProtocolType: true,
      CorsConfiguration: CORS,
      DisableExecuteApiEndpoint: true,
      Description: NO_DESCRIPTIONS,
      Tags: NO_TAGS,
      IpAddressType: 'an API runs on one machine locally',
      // All members are accepted (`true`), because they are those of an OpenAPI document, not properties.
      Body: true,
      BodyS3Location: BODY_LOCATION,
      BasePath: true,
      FailOnWarnings: 'what is not supported here is refused, not warned of',
    },
    attributes: ['ApiId', 'ApiEndpoint'],
    nameProperty: 'Name',
    maxNameLength: 128,
    replacedBy: ['Name', 'ProtocolType'],
    problem: apiProblem,
    create: (context) => api(context, apigateway.addApi),
    update: (context) => api(context, apigateway.putApi),
    delete: async (context, existing) => {
      await context.call(apigateway.removeApi, { ApiId: existing.ref });
    },
  },
  'AWS::ApiGatewayV2::Route': part({
    put: apigateway.putRoute,
    remove: apigateway.removeRoute,
    idMember: 'RouteId',
    properties: {
      RouteKey: true,
      Target: true,
      AuthorizationType: true,
      AuthorizerId: true,
      AuthorizationScopes: true,
      OperationName: NO_DESCRIPTIONS,
    },
    problem: routeProblem,
  }),
  'AWS::ApiGatewayV2::Integration': part({
    put: apigateway.putIntegration,
    remove: apigateway.removeIntegration,
    idMember: 'IntegrationId',
    properties: {
      IntegrationType: true,
      IntegrationUri: true,
      IntegrationSubtype: true,
      IntegrationMethod: true,
      CredentialsArn: true,
      RequestParameters: true,
      ResponseParameters: true,
      PayloadFormatVersion: true,
      TimeoutInMillis: true,
      ConnectionType: true,
      Description: NO_DESCRIPTIONS,
    },
    problem: integrationProblem,
  }),
  'AWS::ApiGatewayV2::Authorizer': part({
    put: apigateway.putAuthorizer,
    remove: apigateway.removeAuthorizer,
    idMember: 'AuthorizerId',
    properties: {
      Name: true,
      AuthorizerType: true,
      IdentitySource: true,
      JwtConfiguration: { Issuer: true, Audience: true },
      AuthorizerUri: true,
      AuthorizerCredentialsArn: true,
      AuthorizerPayloadFormatVersion: true,
      EnableSimpleResponses: true,
      AuthorizerResultTtlInSeconds: true,
    },
  }),
  'AWS::ApiGatewayV2::Stage': {
    kind: 'runs',
    properties: STAGE_PROPERTIES,
    attributes: [],
    replacedBy: ['ApiId', 'StageName'],
    problem: earlyProblem({
      StageName: (input) => only(input, 'StageName', '$default'),
      AutoDeploy: requireAutoDeploy,
    }),
    create: stage,
    update: stage,
    delete: async (context, existing) => {
      await context.call(apigateway.removeStage, { ApiId: context.properties.ApiId, StageName: existing.ref });
    },
  },
};
