import { arnOf } from '../../core/aws/arn.ts';
import { madeId } from '../../core/cloudformation/made-id.ts';
import { text } from '../../core/cloudformation/properties.ts';
import type {
  Physical,
  PropertyTable,
  ResourceContext,
  ResourceTypes,
  RunningType,
} from '../../core/cloudformation/resource-type.ts';
import type { ValueObject } from '../../core/cloudformation/value.ts';
import type { Operation } from '../../core/operation.ts';
import { apiProblem, dataSourceProblem, functionProblem, resolverProblem, schemaProblem } from './early-checks.ts';
import * as appsync from './operations.ts';
import { withCode, withDefinition } from './read/text-asset.ts';

const ID_LENGTH = 26;
const ONE_REGION = 'all resources are in one region locally';
const NO_DESCRIPTIONS = 'no action returns descriptions locally';

/** Makes an id in the format of AppSync; the same name always gives the same id. */
const idOf = (name: string): string => madeId(`graphql ${name}`, ID_LENGTH);

const api = async (context: ResourceContext): Promise<Physical> => {
  const id = idOf(`${context.stack}/${context.logicalId}`);
  const { GraphQLUrl } = await context.call(appsync.putApi, { ...context.properties, Id: id, Name: context.name });
  const arn = arnOf(context.home, 'appsync', `apis/${id}`);
  return { ref: arn, attributes: { ApiId: id, Arn: arn, GraphQLUrl } };
};

const remove = (context: ResourceContext, kind: appsync.PartName['Kind'], id: string) =>
  context.call(appsync.deletePart, { Kind: kind, Id: id });

const apiId = ({ properties }: ResourceContext): string => text(properties.ApiId) ?? '';

const USER_POOL = { UserPoolId: true, AwsRegion: ONE_REGION, AppIdClientRegex: true } as const;
const LAMBDA_AUTHORIZER = {
  AuthorizerUri: true,
  AuthorizerResultTtlInSeconds: true,
  IdentityValidationExpression: true,
} as const;

/** Describes how a resource type is stored as a definition. */
interface DefinitionType {
  readonly put: Operation<ValueObject>;
  readonly kind: appsync.PartName['Kind'];
  readonly properties: PropertyTable;
  readonly id: (context: ResourceContext) => string;
  readonly attributes: readonly string[];
  readonly describe: (context: ResourceContext) => Physical;
  readonly replacedBy: readonly string[];
  readonly problem?: NonNullable<RunningType['problem']>;
  /** The input of the action; by default the properties. */
  readonly input?: (context: ResourceContext) => ValueObject;
}

const definitionType = ({
  put,
  kind,
  id,
  describe,
  input = ({ properties }) => properties,
  ...type
}: DefinitionType): RunningType => {
  const settle = async (context: ResourceContext): Promise<Physical> => {
    await context.call(put, input(context));
    return describe(context);
  };
  return {
    ...type,
    kind: 'runs',
    create: settle,
    update: settle,
    delete: async (context) => void (await remove(context, kind, id(context))),
  };
};

const key = (context: ResourceContext, id: string): Physical => {
  const arn = arnOf(context.home, 'appsync', `apis/${apiId(context)}/apikeys/${id}`);
  return { ref: arn, attributes: { ApiKey: id, ApiKeyId: id, Arn: arn } };
};

const putKey = async (context: ResourceContext, before?: string): Promise<Physical> => {
  const { ApiKey } = await context.call(appsync.putApiKey, {
    ...context.properties,
    ...(before === undefined ? {} : { Key: before }),
  });
  return key(context, ApiKey);
};

/** The id of a function of pipelines. */
const functionId = ({ stack, logicalId }: ResourceContext): string =>
  madeId(`graphql function ${stack}/${logicalId}`, ID_LENGTH);

const CODE_PROPERTIES = { Runtime: { Name: true, RuntimeVersion: true }, Code: true, CodeS3Location: true } as const;

const fieldOf = ({ properties }: ResourceContext): string =>
  `${text(properties.TypeName)}.${text(properties.FieldName)}`;

export const APPSYNC_TYPES: ResourceTypes = {
  'AWS::AppSync::GraphQLApi': {
    kind: 'runs',
    properties: {
      Name: true,
      AuthenticationType: true,
      UserPoolConfig: { ...USER_POOL, DefaultAction: true },
      LambdaAuthorizerConfig: LAMBDA_AUTHORIZER,
      AdditionalAuthenticationProviders: {
        AuthenticationType: true,
        UserPoolConfig: USER_POOL,
        LambdaAuthorizerConfig: LAMBDA_AUTHORIZER,
      },
      Tags: 'GraphQL APIs have no tags locally',
      LogConfig: 'requests are not logged to CloudWatch locally',
      XrayEnabled: 'X-Ray does not exist locally',
      Visibility: 'an API runs on one machine locally',
      OwnerContact: 'no action returns it locally',
      EnhancedMetricsConfig: 'CloudWatch metrics do not exist locally',
      EnvironmentVariables: true,
    },
    attributes: ['ApiId', 'Arn', 'GraphQLUrl'],
    nameProperty: 'Name',
    maxNameLength: 65_536,
    replacedBy: ['Name'],
    problem: apiProblem,
    create: api,
    update: api,
    delete: async (context, existing) => void (await remove(context, 'api', text(existing.attributes.ApiId) ?? '')),
  },
  'AWS::AppSync::GraphQLSchema': definitionType({
    put: appsync.putSchema,
    kind: 'schema',
    id: apiId,
    attributes: ['Id'],
    replacedBy: ['ApiId'],
    properties: { ApiId: true, Definition: true, DefinitionS3Location: true },
    input: withDefinition,
    problem: schemaProblem,
    describe: (context) => ({ ref: `${apiId(context)}GraphQLSchema`, attributes: { Id: apiId(context) } }),
  }),
  'AWS::AppSync::ApiKey': {
    kind: 'runs',
    properties: { ApiId: true, Description: NO_DESCRIPTIONS, Expires: true },
    attributes: ['ApiKey', 'ApiKeyId', 'Arn'],
    replacedBy: ['ApiId'],
    create: (context) => putKey(context),
    update: (context, existing) => putKey(context, text(existing.attributes.ApiKey)),
    delete: async (context, existing) => void (await remove(context, 'key', text(existing.attributes.ApiKey) ?? '')),
  },
  'AWS::AppSync::DataSource': definitionType({
    put: appsync.putDataSource,
    kind: 'dataSource',
    attributes: ['Name', 'DataSourceArn'],
    properties: {
      ApiId: true,
      Name: true,
      Type: true,
      ServiceRoleArn: true,
      Description: NO_DESCRIPTIONS,
      LambdaConfig: { LambdaFunctionArn: true },
      DynamoDBConfig: {
        TableName: true,
        AwsRegion: ONE_REGION,
        UseCallerCredentials: true,
        Versioned: true,
      },
      HttpConfig: {
        Endpoint: true,
        AuthorizationConfig: {
          AuthorizationType: true,
          AwsIamConfig: { SigningRegion: ONE_REGION, SigningServiceName: true },
        },
      },
      EventBridgeConfig: { EventBusArn: true },
    },
    id: (context) => `${apiId(context)}/${text(context.properties.Name)}`,
    describe: (context) => {
      const name = text(context.properties.Name) ?? '';
      const arn = arnOf(context.home, 'appsync', `apis/${apiId(context)}/datasources/${name}`);
      return { ref: arn, attributes: { Name: name, DataSourceArn: arn } };
    },
    replacedBy: ['ApiId', 'Name'],
    problem: dataSourceProblem,
  }),
  'AWS::AppSync::FunctionConfiguration': definitionType({
    put: appsync.putFunction,
    kind: 'function',
    attributes: ['FunctionArn', 'FunctionId', 'DataSourceName', 'Name'],
    properties: {
      ApiId: true,
      Name: true,
      DataSourceName: true,
      Description: NO_DESCRIPTIONS,
      FunctionVersion: true,
      ...CODE_PROPERTIES,
    },
    id: (context) => `${apiId(context)}/${functionId(context)}`,
    input: (context) => ({ ...withCode(context), Id: functionId(context) }),
    describe: (context) => {
      const { DataSourceName, Name } = context.properties;
      const FunctionId = functionId(context);
      const arn = arnOf(context.home, 'appsync', `apis/${apiId(context)}/functions/${FunctionId}`);
      return {
        ref: arn,
        attributes: {
          FunctionArn: arn,
          FunctionId,
          DataSourceName: text(DataSourceName) ?? '',
          Name: text(Name) ?? '',
        },
      };
    },
    replacedBy: ['ApiId'],
    problem: functionProblem,
  }),
  'AWS::AppSync::Resolver': definitionType({
    put: appsync.putResolver,
    kind: 'resolver',
    attributes: ['ResolverArn', 'FieldName', 'TypeName'],
    properties: {
      ApiId: true,
      TypeName: true,
      FieldName: true,
      DataSourceName: true,
      Kind: true,
      PipelineConfig: { Functions: true },
      ...CODE_PROPERTIES,
    },
    input: withCode,
    problem: resolverProblem,
    id: (context) => `${apiId(context)}/${fieldOf(context)}`,
    describe: (context) => {
      const { TypeName, FieldName } = context.properties;
      const own = `apis/${apiId(context)}/types/${text(TypeName)}/resolvers/${text(FieldName)}`;
      const arn = arnOf(context.home, 'appsync', own);
      return {
        ref: arn,
        attributes: { ResolverArn: arn, FieldName: text(FieldName) ?? '', TypeName: text(TypeName) ?? '' },
      };
    },
    replacedBy: ['ApiId', 'TypeName', 'FieldName'],
  }),
};
