import type { Cors } from '../../../core/payload/cors.ts';
import type { ActionedParameters } from './actioned-parameters.ts';

export interface Api {
  readonly apiId: string;
  readonly name: string;
  readonly cors: Cors | undefined;
  /** Whether the API's default endpoint is disabled. */
  readonly disabled: boolean;
}

export interface Route {
  readonly routeId: string;
  /** For example `GET /pets/{id}`, `ANY /files/{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  /** Scopes of which a token needs at least one; if the list is empty, a token needs none. */
  readonly scopes: readonly string[];
}

interface AnyIntegration {
  readonly integrationId: string;
  readonly timeoutMs: number;
  /** The changes of the integration's responses, by their status. */
  readonly responses?: { readonly [status: string]: ActionedParameters };
}

export interface FunctionIntegration extends AnyIntegration {
  readonly functionArn: string;
  /** The changes of requests before the function gets them. */
  readonly changes?: ActionedParameters;
}

export interface ServiceIntegration extends AnyIntegration {
  /** For example `SQS-SendMessage`. */
  readonly subtype: string;
  /** The role that API Gateway assumes for the call. */
  readonly roleArn: string;
  /** Static values and selection expressions, by the parameters of the subtype. */
  readonly parameters: { readonly [name: string]: string };
}

/** An HTTP endpoint that gets the whole request. */
export interface EndpointIntegration extends AnyIntegration {
  /** A URL. `{name}` is a place for a path parameter, `${stageVariables.name}` for a variable. */
  readonly uri: string;
  /** ANY is the method of the request. */
  readonly httpMethod: string;
  readonly changes: ActionedParameters;
}

export type Integration = FunctionIntegration | ServiceIntegration | EndpointIntegration;

export interface JwtAuthorizer {
  readonly authorizerId: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** A Lambda authorizer: a function that returns whether the request is allowed, or a policy. */
export interface FunctionAuthorizer {
  readonly authorizerId: string;
  readonly functionArn: string;
  /** The role that API Gateway assumes to call the function; without it, the function's policy must allow the call. */
  readonly roleArn?: string;
  /**
   * If a request lacks one of these sources, it is refused without a call of the function. A cached result is used for
   * requests with the same values.
   */
  readonly identitySources: readonly IdentitySource[];
  /** The default is 2.0. */
  readonly payloadFormat?: '1.0' | '2.0';
  /** Whether the function returns a policy, and not a simple response. */
  readonly returnsPolicy?: boolean;
  /** Time for which a result is cached, in seconds on the runtime's clock; the default is 0. */
  readonly ttlSeconds?: number;
}

export interface IdentitySource {
  readonly where: 'header' | 'querystring' | 'context' | 'stageVariables';
  /** The name of a header (in lower case), a query parameter or a variable. */
  readonly name: string;
}

/** The limits of a token bucket: requests per second, and the maximum burst. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface Stage {
  readonly name: string;
  readonly throttle: Throttle | undefined;
  /** Throttles by route key. */
  readonly routeThrottles: { readonly [routeKey: string]: Throttle };
  readonly variables?: { readonly [name: string]: string };
}

/** The types of an API's parts, by kind. */
export interface Kinds {
  readonly route: Route;
  readonly integration: Integration;
  readonly authorizer: JwtAuthorizer | FunctionAuthorizer;
  readonly stage: Stage;
}
