import type { FunctionAuthorizer } from './function-authorizer.ts';

/** Cross-origin resource sharing as an API is configured for it. Lists are as the template has them. */
export interface Cors {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly allowCredentials: boolean;
}

export interface Api {
  readonly apiId: string;
  readonly name: string;
  readonly cors: Cors | undefined;
  /** Whether the address that every API has is switched off. */
  readonly disabled: boolean;
}

export interface Route {
  readonly routeId: string;
  /** `GET /pets/{id}`, `ANY /files/{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  /** One of these is enough; none asks for none. */
  readonly scopes: readonly string[];
}

export interface Integration {
  readonly integrationId: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface JwtAuthorizer {
  readonly authorizerId: string;
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** A token bucket: requests a second, and how many may come at once. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

export interface Stage {
  readonly name: string;
  readonly throttle: Throttle | undefined;
  /** By route key. */
  readonly routeThrottles: { readonly [routeKey: string]: Throttle };
}

/** What an API is made of, by kind. */
export interface Kinds {
  readonly route: Route;
  readonly integration: Integration;
  readonly authorizer: JwtAuthorizer | FunctionAuthorizer;
  readonly stage: Stage;
}
