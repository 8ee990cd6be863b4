import type { Throttle } from '../http/definitions.ts';

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly rootId: string;
}

/** A resource of a REST API: one path segment below its parent resource. */
interface Resource {
  readonly id: string;
  readonly apiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

/** The target of a method: a function, or an action of a service, which receives the request body as its input. */
export type Integration =
  | { readonly kind: 'function'; readonly functionArn: string }
  | {
      readonly kind: 'action';
      readonly service: string;
      readonly action: string;
      /** ARN of the role that API Gateway assumes for the call. */
      readonly roleArn: string;
      /**
       * The possible responses. The first one whose pattern matches the status of the service is used, else the one
       * without a pattern.
       */
      readonly responses: readonly { readonly status: number; readonly pattern: string | undefined }[];
    };

export interface Method {
  readonly id: string;
  readonly apiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly isKeyRequired: boolean;
  readonly integration: Integration;
  /** The timeout in milliseconds of wall-clock time. */
  readonly timeoutMs: number;
}

interface Stage {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  /** The throttle for each method; methods do not share it. */
  readonly throttle: Throttle | undefined;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  /** The secret that clients send in the header x-api-key. */
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
  /** Number of requests that is subtracted from the limit in the first period. */
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

/** The types of definitions, by kind. */
export interface Kinds {
  readonly api: RestApi;
  readonly resource: Resource;
  readonly method: Method;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planKey: PlanKey;
}
