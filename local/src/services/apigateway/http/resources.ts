import { madeId } from '../../../core/cloudformation/made-id.ts';
import { answered, text } from '../../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
  RunningType,
} from '../../../core/cloudformation/resource-type.ts';

const ID_LENGTH = 10;

/** An id as API Gateway makes them, the same for the same name. */
const idOf = (name: string): string => madeId(name, ID_LENGTH);

const api = async (context: ResourceContext, action: 'CreateApi' | 'UpdateApi'): Promise<Physical> => {
  const input = { ...context.properties, Name: context.name, ApiId: idOf(context.name) };
  const answer = await context.create('apigateway', action, input, () =>
    context.call('apigateway', 'UpdateApi', input),
  );
  const id = answered(answer, 'ApiId');
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: answered(answer, 'ApiEndpoint') } };
};

interface Part {
  readonly name: 'Route' | 'Integration' | 'Authorizer';
  readonly properties: PropertyTable;
}

/** A part of an API that has an id of its own. */
const part = ({ name, properties }: Part): RunningType => {
  const idMember = `${name}Id`;
  const put = async (context: ResourceContext): Promise<Physical> => {
    const id = idOf(`${context.stack}/${context.name}`);
    await context.call('apigateway', `Put${name}`, { ...context.properties, [idMember]: id });
    return { ref: id, attributes: { [idMember]: id } };
  };
  return {
    kind: 'runs',
    properties: { ApiId: true, ...properties },
    attributes: [idMember],
    replacedBy: ['ApiId'],
    create: put,
    update: put,
    delete: async (context, existing) => {
      await context.call('apigateway', `Delete${name}`, {
        ApiId: context.properties.ApiId,
        [idMember]: existing.ref,
      });
    },
  };
};

const THROTTLE: PropertyTable = {
  ThrottlingBurstLimit: true,
  ThrottlingRateLimit: true,
  DetailedMetricsEnabled: 'there are no metrics here',
};

const stage = async (context: ResourceContext): Promise<Physical> => {
  await context.call('apigateway', 'PutStage', { ...context.properties });
  return { ref: text(context.properties.StageName) ?? '', attributes: {} };
};

/** Route settings are a map by route key, so that its keys are no properties to be looked up. */
const STAGE_PROPERTIES: PropertyTable = {
  ApiId: true,
  StageName: true,
  AutoDeploy: true,
  DefaultRouteSettings: THROTTLE,
  RouteSettings: true,
  AccessLogSettings: 'requests are not logged to CloudWatch here',
  Description: true,
  Tags: true,
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
      Description: true,
      Tags: true,
      IpAddressType: 'there is only this machine here',
    },
    attributes: ['ApiId', 'ApiEndpoint'],
    nameProperty: 'Name',
    maxNameLength: 128,
    replacedBy: ['Name', 'ProtocolType'],
    create: (context) => api(context, 'CreateApi'),
    update: (context) => api(context, 'UpdateApi'),
    delete: async (context, existing) => {
      await context.call('apigateway', 'DeleteApi', { ApiId: existing.ref });
    },
  },
  'AWS::ApiGatewayV2::Route': part({
    name: 'Route',
    properties: {
      RouteKey: true,
      Target: true,
      AuthorizationType: true,
      AuthorizerId: true,
      AuthorizationScopes: true,
      OperationName: true,
    },
  }),
  'AWS::ApiGatewayV2::Integration': part({
    name: 'Integration',
    properties: {
      IntegrationType: true,
      IntegrationUri: true,
      IntegrationMethod: true,
      PayloadFormatVersion: true,
      TimeoutInMillis: true,
      ConnectionType: true,
      Description: true,
    },
  }),
  'AWS::ApiGatewayV2::Authorizer': part({
    name: 'Authorizer',
    properties: {
      Name: true,
      AuthorizerType: true,
      IdentitySource: true,
      JwtConfiguration: { Issuer: true, Audience: true },
      AuthorizerUri: true,
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
    create: stage,
    update: stage,
    delete: async (context, existing) => {
      await context.call('apigateway', 'DeleteStage', { ApiId: context.properties.ApiId, StageName: existing.ref });
    },
  },
};
