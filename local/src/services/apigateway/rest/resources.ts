import { text } from '../../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
  RunningType,
} from '../../../core/cloudformation/resource-type.ts';
import type { Operation } from '../../../core/operation.ts';
import { BODY_LOCATION, bodyOf, titleOf } from '../openapi/body.ts';
import { apiProblem, authorizerProblem, gatewayResponseProblem, methodProblem } from './early-checks.ts';
import { restId } from './ids.ts';
import * as restapis from './operations.ts';

const NO_DESCRIPTIONS = 'no action returns descriptions and operation names locally';
const NO_TAGS = 'APIs have no tags locally';

/** The id of a new definition. A replacement has another name or is created later, so it never shares the id. */
const newId = ({ stack, logicalId, name }: ResourceContext): string => restId(`${stack}/${logicalId}/${name}`);

/** Describes how a resource type is stored as a definition. */
interface DefinitionType {
  readonly put: Operation<restapis.PartInput>;
  /** The kind of the definition in the store. */
  readonly kind: string;
  readonly properties: PropertyTable;
  /** Returns the value of `Ref` of a new resource. If absent, `Ref` is the id of the definition. */
  readonly ref?: (context: ResourceContext) => string;
  readonly storedAs?: (context: ResourceContext, ref: string) => string;
  readonly attributes?: (context: ResourceContext, ref: string) => Record<string, string>;
  readonly attributeNames?: readonly string[];
  readonly more?: (context: ResourceContext, ref: string) => Record<string, unknown>;
  readonly nameProperty?: string;
  readonly replacedBy?: readonly string[];
  readonly problem?: RunningType['problem'];
}

const definitionType = (described: DefinitionType): RunningType => {
  const { kind, properties, ref = newId, storedAs = (_, id) => id, nameProperty } = described;
  const settle = async (context: ResourceContext, id: string): Promise<Physical> => {
    const more = described.more?.(context, id) ?? {};
    await context.call(described.put, { ...context.properties, Id: storedAs(context, id), ...more });
    return { ref: id, attributes: described.attributes?.(context, id) ?? {} };
  };
  return {
    kind: 'runs',
    properties,
    attributes: described.attributeNames ?? [],
    ...(nameProperty === undefined ? {} : { nameProperty, maxNameLength: 1_024 }),
    replacedBy: described.replacedBy ?? [],
    ...(described.problem && { problem: described.problem }),
    create: (context) => settle(context, ref(context)),
    update: (context, existing) => settle(context, existing.ref),
    delete: async (context, existing) => {
      await context.call(restapis.deletePart, { Kind: kind, Id: storedAs(context, existing.ref) });
    },
  };
};

const NO_LOGS = 'requests are not logged to CloudWatch locally';
const DESCRIBES = 'it describes responses, which are not checked';
const NO_METRICS = 'metrics do not exist locally';

const INTEGRATION: PropertyTable = {
  Type: true,
  Uri: true,
  IntegrationHttpMethod: true,
  Credentials: true,
  ConnectionType: true,
  TimeoutInMillis: true,
  // All members are accepted (`true`), because they are names of parameters and content types, not properties.
  RequestParameters: true,
  RequestTemplates: true,
  PassthroughBehavior: true,
  ContentHandling: true,
  IntegrationResponses: {
    StatusCode: true,
    SelectionPattern: true,
    ResponseTemplates: true,
    ResponseParameters: true,
    ContentHandling: true,
  },
};

/** The name of a model, which has only letters and digits. */
const modelName = ({ name }: ResourceContext): string => name.replaceAll(/[^A-Za-z0-9]/g, '');

export const REST_API_TYPES: ResourceTypes = {
  'AWS::ApiGateway::RestApi': definitionType({
    put: restapis.putRestApi,
    kind: 'api',
    ref: ({ stack, logicalId }) => restId(`${stack}/${logicalId}`),
    properties: {
      Name: true,
      Description: NO_DESCRIPTIONS,
      Tags: NO_TAGS,
      EndpointConfiguration: 'an API runs on one machine locally',
      ApiKeySourceType: true,
      BinaryMediaTypes: true,
      // All members are accepted (`true`), because they are those of an OpenAPI document, not properties.
      Body: true,
      BodyS3Location: BODY_LOCATION,
      Mode: true,
      // The check of the type reads the members.
      Parameters: true,
      FailOnWarnings: 'what is not supported here is refused, not warned of',
    },
    problem: apiProblem,
    attributeNames: ['RestApiId', 'RootResourceId'],
    attributes: (_, id) => ({ RestApiId: id, RootResourceId: restId(`${id}/`) }),
    more: ({ name, properties, asset }, id) => {
      const body = bodyOf(properties, asset);
      return { Name: properties.Name ?? titleOf(body) ?? name, RootId: restId(`${id}/`), Body: body };
    },
  }),
  'AWS::ApiGateway::Resource': definitionType({
    put: restapis.putResource,
    kind: 'resource',
    replacedBy: ['RestApiId', 'ParentId', 'PathPart'],
    properties: { RestApiId: true, ParentId: true, PathPart: true },
    attributeNames: ['ResourceId'],
    attributes: (_, id) => ({ ResourceId: id }),
  }),
  'AWS::ApiGateway::Method': definitionType({
    put: restapis.putMethod,
    kind: 'method',
    replacedBy: ['RestApiId', 'ResourceId', 'HttpMethod'],
    properties: {
      RestApiId: true,
      ResourceId: true,
      HttpMethod: true,
      AuthorizationType: true,
      AuthorizerId: true,
      AuthorizationScopes: true,
      ApiKeyRequired: true,
      Integration: INTEGRATION,
      RequestModels: true,
      RequestParameters: true,
      RequestValidatorId: true,
      MethodResponses: { StatusCode: true, ResponseModels: DESCRIBES, ResponseParameters: DESCRIBES },
      OperationName: NO_DESCRIPTIONS,
    },
    problem: methodProblem,
  }),
  'AWS::ApiGateway::Authorizer': definitionType({
    put: restapis.putAuthorizer,
    kind: 'authorizer',
    replacedBy: ['RestApiId'],
    properties: {
      RestApiId: true,
      Name: true,
      Type: true,
      ProviderARNs: true,
      IdentitySource: true,
      IdentityValidationExpression: true,
      AuthorizerUri: true,
      AuthorizerCredentials: true,
      AuthorizerResultTtlInSeconds: true,
      AuthType: 'it has no effect on AWS either',
    },
    attributeNames: ['AuthorizerId'],
    attributes: (_, id) => ({ AuthorizerId: id }),
    problem: authorizerProblem,
  }),
  'AWS::ApiGateway::GatewayResponse': definitionType({
    put: restapis.putGatewayResponse,
    kind: 'gatewayResponse',
    replacedBy: ['RestApiId', 'ResponseType'],
    // All members of the maps are accepted (`true`), because they are names of headers and content types.
    properties: {
      RestApiId: true,
      ResponseType: true,
      StatusCode: true,
      ResponseParameters: true,
      ResponseTemplates: true,
    },
    storedAs: ({ properties }) => `${text(properties.RestApiId)}/${text(properties.ResponseType)}`,
    attributeNames: ['Id'],
    attributes: (_, id) => ({ Id: id }),
    problem: gatewayResponseProblem,
  }),
  'AWS::ApiGateway::Model': definitionType({
    put: restapis.putModel,
    kind: 'model',
    nameProperty: 'Name',
    replacedBy: ['RestApiId', 'Name', 'ContentType'],
    properties: { RestApiId: true, Name: true, ContentType: true, Description: NO_DESCRIPTIONS, Schema: true },
    ref: modelName,
    storedAs: ({ properties }, name) => `${text(properties.RestApiId)}/${name}`,
    more: (_, name) => ({ Name: name }),
  }),
  'AWS::ApiGateway::RequestValidator': definitionType({
    put: restapis.putRequestValidator,
    kind: 'validator',
    replacedBy: ['RestApiId', 'Name'],
    properties: { RestApiId: true, Name: true, ValidateRequestBody: true, ValidateRequestParameters: true },
    attributeNames: ['RequestValidatorId'],
    attributes: (_, id) => ({ RequestValidatorId: id }),
  }),
  'AWS::ApiGateway::Account': {
    kind: 'not run',
    reason: NO_LOGS,
    describe: ({ name }) => ({ ref: name, attributes: { Id: name } }),
    attributes: ['Id'],
  },
  'AWS::ApiGateway::Deployment': {
    kind: 'runs',
    properties: { RestApiId: true, Description: NO_DESCRIPTIONS },
    attributes: ['DeploymentId'],
    replacedBy: ['RestApiId'],
    // The current methods are always served, so a deployment has no effect.
    create: async (context) => ({ ref: newId(context), attributes: { DeploymentId: newId(context) } }),
    update: async (_, existing) => existing,
    delete: async () => {},
  },
  'AWS::ApiGateway::Stage': definitionType({
    put: restapis.putStage,
    kind: 'stage',
    replacedBy: ['RestApiId', 'StageName'],
    ref: ({ properties }) => text(properties.StageName) ?? '',
    storedAs: ({ properties }, name) => `${text(properties.RestApiId)}/${name}`,
    properties: {
      RestApiId: true,
      StageName: true,
      DeploymentId: true,
      // All members are accepted (`true`), because they are names of variables, not properties.
      Variables: true,
      Description: NO_DESCRIPTIONS,
      Tags: NO_TAGS,
      AccessLogSetting: NO_LOGS,
      MethodSettings: {
        HttpMethod: true,
        ResourcePath: true,
        ThrottlingBurstLimit: true,
        ThrottlingRateLimit: true,
        DataTraceEnabled: NO_LOGS,
        LoggingLevel: NO_LOGS,
        MetricsEnabled: NO_METRICS,
      },
      TracingEnabled: 'X-Ray does not exist locally',
    },
  }),
  'AWS::ApiGateway::ApiKey': definitionType({
    put: restapis.putApiKey,
    kind: 'key',
    nameProperty: 'Name',
    replacedBy: ['Name', 'Value'],
    properties: { Name: true, Enabled: true, Value: true, Description: NO_DESCRIPTIONS, Tags: NO_TAGS },
    attributeNames: ['APIKeyId'],
    attributes: (_, id) => ({ APIKeyId: id }),
    more: ({ name }) => ({ Name: name }),
  }),
  'AWS::ApiGateway::UsagePlan': definitionType({
    put: restapis.putUsagePlan,
    kind: 'plan',
    properties: {
      UsagePlanName: true,
      Description: NO_DESCRIPTIONS,
      Tags: NO_TAGS,
      Quota: { Limit: true, Offset: true, Period: true },
      Throttle: { BurstLimit: true, RateLimit: true },
      // All members of Throttle are accepted (`true`), because they are method names, not properties.
      ApiStages: { ApiId: true, Stage: true, Throttle: true },
    },
    attributeNames: ['Id'],
    attributes: (_, id) => ({ Id: id }),
    more: ({ name, properties }) => ({ UsagePlanName: properties.UsagePlanName ?? name }),
  }),
  'AWS::ApiGateway::UsagePlanKey': definitionType({
    put: restapis.putUsagePlanKey,
    kind: 'planKey',
    replacedBy: ['KeyId', 'UsagePlanId'],
    properties: { KeyId: true, KeyType: true, UsagePlanId: true },
  }),
};
