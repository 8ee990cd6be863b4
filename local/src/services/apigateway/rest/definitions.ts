import type { Throttle } from '../http/definitions.ts';

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly rootId: string;
}

/** A path segment below its parent resource. */
interface Resource {
  readonly id: string;
  readonly apiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

/** The target of a method: a function, or an action of a service whose input is the request body. */
export type Integration =
  | { readonly kind: 'function'; readonly functionArn: string }
  | {
      readonly kind: 'action';
      readonly service: string;
      readonly action: string;
      /** Role that API Gateway assumes for the call. */
      readonly roleArn: string;
      /** The first response whose pattern matches the service's status applies, otherwise the one without a pattern. */
      readonly responses: readonly { readonly status: number; readonly pattern: string | undefined }[];
    };

export interface Method {
  readonly id: string;
  readonly apiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly isKeyRequired: boolean;
  readonly integration: Integration;
  /** Wall-clock milliseconds. */
  readonly timeoutMs: number;
}

interface Stage {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  /** Applies to each method separately. */
  readonly throttle: Throttle | undefined;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** Secret that clients send in the header x-api-key. */
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

/** Assigns a key to a usage plan. */
interface PlanKey {
  readonly id: string;
  readonly planId: string;
  readonly keyId: string;
}

/** Types of definitions, by kind. */
export interface Kinds {
  readonly api: RestApi;
  readonly resource: Resource;
  readonly method: Method;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planKey: PlanKey;
}
