import type { Cors } from '../../../../core/payload/cors.ts';
import type { ActionedParameters } from '../actioned-parameters.ts';
import type { Api, Integration, Kinds, Throttle } from '../definitions.ts';
import { expressionOf } from '../function-authorizer.ts';

/** The properties of a resource, as a template declares them. */
export type Shown = Readonly<Record<string, unknown>>;

const filled = (list: readonly string[]): readonly string[] | undefined => (list.length > 0 ? list : undefined);

const shownCors = (cors: Cors): Shown => ({
  AllowOrigins: filled(cors.allowOrigins),
  AllowMethods: filled(cors.allowMethods),
  AllowHeaders: filled(cors.allowHeaders),
  ExposeHeaders: filled(cors.exposeHeaders),
  MaxAge: cors.maxAgeSeconds,
  AllowCredentials: cors.allowCredentials,
});

export const shownApi = ({ apiId, name, cors, disabled }: Api, ApiEndpoint: string): Shown => ({
  ApiId: apiId,
  ApiEndpoint,
  Name: name,
  ProtocolType: 'HTTP',
  RouteSelectionExpression: '$request.method $request.path',
  DisableExecuteApiEndpoint: disabled,
  ...(cors && { CorsConfiguration: shownCors(cors) }),
});

/** The mappings of one status: a map on the wire, a list of destinations and sources in a template. */
export const mappingsOf = (pairs: Shown): Shown => ({
  ResponseParameters: Object.entries(pairs).map(([Destination, Source]) => ({ Destination, Source })),
});

const shownResponses = (responses: Readonly<Record<string, ActionedParameters>>): Shown =>
  Object.fromEntries(Object.entries(responses).map(([status, pairs]) => [status, mappingsOf(pairs)]));

const unlessEmpty = <T extends object>(map: T | undefined): T | undefined =>
  map && Object.keys(map).length > 0 ? map : undefined;

const backendOf = (integration: Integration): Shown => {
  if ('functionArn' in integration)
    return {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: integration.functionArn,
      IntegrationMethod: 'POST',
      PayloadFormatVersion: '2.0',
      RequestParameters: unlessEmpty(integration.changes),
    };
  if ('uri' in integration)
    return {
      IntegrationType: 'HTTP_PROXY',
      IntegrationUri: integration.uri,
      IntegrationMethod: integration.httpMethod,
      PayloadFormatVersion: '1.0',
      RequestParameters: unlessEmpty(integration.changes),
    };
  return {
    IntegrationType: 'AWS_PROXY',
    IntegrationSubtype: integration.subtype,
    CredentialsArn: integration.roleArn,
    PayloadFormatVersion: '1.0',
    RequestParameters: integration.parameters,
  };
};

const shownIntegration = (integration: Integration): Shown => ({
  IntegrationId: integration.integrationId,
  ConnectionType: 'INTERNET',
  TimeoutInMillis: integration.timeoutMs,
  ...backendOf(integration),
  ResponseParameters: unlessEmpty(integration.responses && shownResponses(integration.responses)),
});

const shownAuthorizer = (authorizer: Kinds['authorizer']): Shown =>
  'functionArn' in authorizer
    ? {
        AuthorizerId: authorizer.authorizerId,
        AuthorizerType: 'REQUEST',
        AuthorizerUri: authorizer.functionArn,
        AuthorizerCredentialsArn: authorizer.roleArn,
        AuthorizerPayloadFormatVersion: authorizer.payloadFormat ?? '2.0',
        EnableSimpleResponses: authorizer.returnsPolicy !== true,
        AuthorizerResultTtlInSeconds: authorizer.ttlSeconds ?? 0,
        IdentitySource: authorizer.identitySources.map(expressionOf),
      }
    : {
        AuthorizerId: authorizer.authorizerId,
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: authorizer.issuer, Audience: authorizer.audience },
      };

const shownRoute = (route: Kinds['route'], authorizer: Kinds['authorizer'] | undefined): Shown => ({
  RouteId: route.routeId,
  RouteKey: route.routeKey,
  Target: `integrations/${route.integrationId}`,
  ApiKeyRequired: false,
  AuthorizationType: route.authorizerId === undefined ? 'NONE' : authorizationOf(authorizer),
  AuthorizerId: route.authorizerId,
  AuthorizationScopes: filled(route.scopes),
});

const authorizationOf = (authorizer: Kinds['authorizer'] | undefined): string =>
  authorizer && 'functionArn' in authorizer ? 'CUSTOM' : 'JWT';

const shownThrottle = ({ ratePerSecond, burst }: Throttle): Shown => ({
  ThrottlingRateLimit: ratePerSecond,
  ThrottlingBurstLimit: burst,
});

const shownStage = ({ name, throttle, routeThrottles, variables }: Kinds['stage']): Shown => ({
  StageName: name,
  AutoDeploy: true,
  DefaultRouteSettings: throttle && shownThrottle(throttle),
  RouteSettings: unlessEmpty(
    Object.fromEntries(Object.entries(routeThrottles).map(([key, limits]) => [key, shownThrottle(limits)])),
  ),
  StageVariables: unlessEmpty(variables),
});

/** The properties of the parts of an API. `authorizers` are those of the API, by id. */
export const SHOWN: {
  readonly [K in keyof Kinds]: (part: Kinds[K], authorizers: ReadonlyMap<string, Kinds['authorizer']>) => Shown;
} = {
  route: (route, authorizers) => shownRoute(route, authorizers.get(route.authorizerId ?? '')),
  integration: shownIntegration,
  authorizer: shownAuthorizer,
  stage: shownStage,
};
