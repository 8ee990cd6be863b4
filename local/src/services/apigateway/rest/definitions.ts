import type { Throttle } from '../http/definitions.ts';

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly rootId: string;
}

/** A segment of a path below another. */
export interface Resource {
  readonly id: string;
  readonly apiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

/** What answers: a function, or an action of a service that gets the request's body as its input. */
export type Integration =
  | { readonly kind: 'function'; readonly functionArn: string }
  | {
      readonly kind: 'action';
      readonly service: string;
      readonly action: string;
      /** The role API Gateway assumes for it. */
      readonly roleArn: string;
      /** The first whose pattern the service's status meets; the one without a pattern for all others. */
      readonly responses: readonly { readonly status: number; readonly pattern: string | undefined }[];
    };

export interface Method {
  readonly id: string;
  readonly apiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly isKeyRequired: boolean;
  readonly integration: Integration;
  /** Milliseconds of real time. */
  readonly timeoutMs: number;
}

export interface Stage {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  /** Of each method. */
  readonly throttle: Throttle | undefined;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** What clients send as x-api-key: a secret. */
  readonly value: string;
  readonly isEnabled: boolean;
  /** Seconds since the epoch. */
  readonly createdAt: number;
}

export const PERIODS = ['DAY', 'WEEK', 'MONTH'] as const;
export type Period = (typeof PERIODS)[number];

export interface Quota {
  readonly limit: number;
  readonly period: Period;
  /** Subtracted from the limit in the first period. */
  readonly offset: number;
}

export interface UsagePlan {
  readonly id: string;
  readonly name: string;
  readonly quota: Quota | undefined;
  readonly throttle: Throttle | undefined;
  readonly stages: readonly { readonly apiId: string; readonly stage: string }[];
}

/** That a key is of a plan. */
export interface PlanKey {
  readonly id: string;
  readonly planId: string;
  readonly keyId: string;
}

/** What there is, by kind. */
export interface Kinds {
  readonly api: RestApi;
  readonly resource: Resource;
  readonly method: Method;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planKey: PlanKey;
}
