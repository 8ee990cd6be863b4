import type { Home } from '../../../core/aws/arn.ts';
import { badRequest } from '../../../core/aws/aws-error.ts';
import { isObject } from '../../../core/cloudformation/value.ts';
import { only } from '../../../core/parameters/bad-request.ts';
import type { Cors } from '../../../core/payload/cors.ts';
import type { Action } from '../../../core/service.ts';
import { notFound } from '../errors.ts';
import { orBadRequest, withPath, withVariables } from '../openapi/body.ts';
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
import type { ApiPart, ApiStore } from './api-store.ts';
import type { Api, JwtAuthorizer, Kinds, Route, Stage, Throttle } from './definitions.ts';
import { addressOf, ROUTE_KEY } from './names.ts';
import { defineHttpApi } from './openapi/define-http-api.ts';
import { readFunctionAuthorizer } from './read-function-authorizer.ts';
import { readIntegration } from './read-integration.ts';

/** Knows the issuers of tokens whose keys this runtime has. */
interface KnownIssuers {
  knows(issuer: string): boolean;
}

/** The objects that all actions on HTTP APIs use. */
export interface HttpApiContext {
  readonly apis: ApiStore;
  readonly issuers: KnownIssuers;
  readonly home: Home;
  endpoint(): string;
}

/**
 * The actions that create AWS::ApiGatewayV2 resources of templates. Their inputs are the properties of the resource and
 * its ids. They throw BadRequestException, NotFoundException and ResourceConflictException.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html
 */
export const httpApiActions = (context: HttpApiContext): Record<string, Action> => ({
  AddApi: async (input) => {
    const { api, parts = [] } = readDefinedApi(context, input);
    await context.apis.addApi(api, parts);
    return shownApi(context, api);
  },
  PutApi: async (input) => {
    const { api, parts } = readDefinedApi(context, input);
    await context.apis.changeApi(api, parts);
    return shownApi(context, api);
  },
  RemoveApi: async (input) => {
    await context.apis.deleteApi(requiredText(input, 'ApiId'));
    return {};
  },
  ...partActions(context, 'Route', 'route', 'RouteId'),
  ...partActions(context, 'Integration', 'integration', 'IntegrationId'),
  ...partActions(context, 'Authorizer', 'authorizer', 'AuthorizerId'),
  ...partActions(context, 'Stage', 'stage', 'StageName'),
});

type Reader<K extends keyof Kinds> = (input: Input, context: HttpApiContext) => Extract<ApiPart, { kind: K }>;

const READERS: { readonly [K in keyof Kinds]: Reader<K> } = {
  route: (input) => ({ kind: 'route', id: requiredText(input, 'RouteId'), part: readRoute(input) }),
  integration: (input, { home, endpoint }) => ({
    kind: 'integration',
    id: requiredText(input, 'IntegrationId'),
    part: readIntegration(input, { region: home.region, endpoint: endpoint() }),
  }),
  authorizer: (input, { issuers }) => ({
    kind: 'authorizer',
    id: requiredText(input, 'AuthorizerId'),
    part: readAuthorizer(input, issuers),
  }),
  stage: (input) => ({ kind: 'stage', id: requiredText(input, 'StageName'), part: readStage(input) }),
};

/** Reads an API, and the parts that its OpenAPI document defines; undefined if it has no document. */
const readDefinedApi = (
  context: HttpApiContext,
  input: Input,
): { readonly api: Api; readonly parts?: readonly ApiPart[] } => {
  const { Body: body } = input;
  if (!isObject(body)) return { api: readApi(input) };
  const { properties, parts } = orBadRequest(() =>
    defineHttpApi(withVariables(body, context.home), requiredText(input, 'ApiId')),
  );
  return {
    api: readApi({ ...properties, ...input }),
    parts: parts.map(({ kind, path, properties: given }) => withPath(path, () => READERS[kind](given, context))),
  };
};

const shownApi = ({ endpoint }: HttpApiContext, { apiId, name }: Api) => ({
  ApiId: apiId,
  ApiEndpoint: addressOf(endpoint(), name),
});

const partActions = (
  context: HttpApiContext,
  name: string,
  kind: keyof Kinds,
  idMember: string,
): Record<string, Action> => ({
  [`Put${name}`]: async (input) => {
    const apiId = requiredText(input, 'ApiId');
    if (!context.apis.api(apiId)) throw notFound(`Invalid API identifier specified ${apiId}`);
    await context.apis.putPart(apiId, READERS[kind](input, context));
    return {};
  },
  [`Remove${name}`]: async (input) => {
    await context.apis.deletePart(requiredText(input, 'ApiId'), kind, requiredText(input, idMember));
    return {};
  },
});

const readApi = (input: Input): Api => {
  only(input, 'ProtocolType', 'HTTP');
  return {
    apiId: requiredText(input, 'ApiId'),
    name: requiredText(input, 'Name'),
    cors: input.CorsConfiguration === undefined ? undefined : readCors(object(input, 'CorsConfiguration')),
    disabled: flag(input, 'DisableExecuteApiEndpoint'),
  };
};

const readCors = (input: Input): Cors => ({
  allowOrigins: textList(input, 'AllowOrigins'),
  allowMethods: textList(input, 'AllowMethods'),
  allowHeaders: textList(input, 'AllowHeaders'),
  exposeHeaders: textList(input, 'ExposeHeaders'),
  maxAgeSeconds: optionalNumber(input, 'MaxAge'),
  allowCredentials: flag(input, 'AllowCredentials'),
});

/** The key of a route. Throws BadRequestException. */
export const routeKeyOf = (input: Input): string => {
  const routeKey = requiredText(input, 'RouteKey');
  if (routeKey === '$default' || ROUTE_KEY.test(routeKey)) return routeKey;
  throw badRequest(
    'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
  );
};

/** The authorization type of a route. Throws BadRequestException. */
export const authorizationTypeOf = (input: Input): string => {
  const kind = optionalText(input, 'AuthorizationType') ?? 'NONE';
  if (['NONE', 'JWT', 'CUSTOM'].includes(kind)) return kind;
  throw badRequest(`AuthorizationType ${kind} is not supported locally. Supported types are NONE, JWT and CUSTOM`);
};

const readRoute = (input: Input): Route => {
  const routeKey = routeKeyOf(input);
  const kind = authorizationTypeOf(input);
  const [, integrationId] = /^integrations\/(.+)$/.exec(requiredText(input, 'Target')) ?? [];
  if (!integrationId) throw badRequest('Target must be integrations/<id>');
  return {
    routeId: requiredText(input, 'RouteId'),
    routeKey,
    integrationId,
    authorizerId: kind === 'NONE' ? undefined : requiredText(input, 'AuthorizerId'),
    scopes: textList(input, 'AuthorizationScopes'),
  };
};

const readAuthorizer = (input: Input, issuers: KnownIssuers): Kinds['authorizer'] =>
  optionalText(input, 'AuthorizerType') === 'REQUEST'
    ? readFunctionAuthorizer(input)
    : readJwtAuthorizer(input, issuers);

const readJwtAuthorizer = (input: Input, issuers: KnownIssuers): JwtAuthorizer => {
  only(input, 'AuthorizerType', 'JWT');
  const sources = textList(input, 'IdentitySource');
  if (sources.length !== 1 || sources[0]?.toLowerCase() !== '$request.header.authorization')
    throw badRequest(
      `IdentitySource ${sources.join(', ')} is not supported locally. The only supported source is $request.header.Authorization`,
    );
  const configuration = object(input, 'JwtConfiguration');
  const issuer = requiredText(configuration, 'Issuer').replace(/\/$/, '');
  if (!issuers.knows(issuer))
    throw badRequest(
      `The issuer ${issuer} is not a user pool of this runtime. Other issuers are not supported locally`,
    );
  const audience = textList(configuration, 'Audience');
  if (audience.length === 0) throw badRequest('Audience list must have at least 1 item for JWT Authorizer');
  return { authorizerId: requiredText(input, 'AuthorizerId'), issuer, audience };
};

/** Throws BadRequestException for a stage without AutoDeploy. */
export const requireAutoDeploy = (input: Input): void => {
  if (!flag(input, 'AutoDeploy'))
    throw badRequest('A stage without AutoDeploy is not supported locally. Set AutoDeploy to true');
};

const readStage = (input: Input): Stage => {
  only(input, 'StageName', '$default');
  requireAutoDeploy(input);
  const routes = Object.keys(object(input, 'RouteSettings')).map(
    (routeKey) => [routeKey, readThrottle(object(object(input, 'RouteSettings'), routeKey))] as const,
  );
  return {
    name: '$default',
    throttle: readThrottle(object(input, 'DefaultRouteSettings')),
    routeThrottles: Object.fromEntries(routes.flatMap(([key, throttle]) => (throttle ? [[key, throttle]] : []))),
    variables: optionalMap(input, 'StageVariables') ?? {},
  };
};

/** The default limits of an AWS account. They are used if a template sets only one of the two limits. */
const ACCOUNT_LIMITS: Throttle = { ratePerSecond: 10_000, burst: 5_000 };

const readThrottle = (settings: Input): Throttle | undefined => {
  const ratePerSecond = optionalNumber(settings, 'ThrottlingRateLimit');
  const burst = optionalNumber(settings, 'ThrottlingBurstLimit');
  if (ratePerSecond === undefined && burst === undefined) return undefined;
  return { ratePerSecond: ratePerSecond ?? ACCOUNT_LIMITS.ratePerSecond, burst: burst ?? ACCOUNT_LIMITS.burst };
};
