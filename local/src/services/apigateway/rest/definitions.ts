import type { ValueObject } from '../../../core/cloudformation/value.ts';
import type { DefinitionName } from '../../../core/store/definition-table.ts';
import type { Throttle } from '../http/definitions.ts';

export const KEY_SOURCES = ['HEADER', 'AUTHORIZER'] as const;
type KeySource = (typeof KEY_SOURCES)[number];

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly rootId: string;
  /** The API keys of requests are in their header x-api-key (the default), or the authorizer returns them. */
  readonly keySource?: KeySource;
  /** Media types of bodies that are not text, in lower case, such as `image/png`. A star stands for any type or subtype. */
  readonly binaryMediaTypes?: readonly string[];
  /** The parts that the API's OpenAPI document defines. */
  readonly imported?: readonly DefinitionName<Kinds>[];
}

/** A resource of a REST API: one path segment below its parent resource. */
interface Resource {
  readonly id: string;
  readonly apiId: string;
  readonly parentId: string;
  readonly pathPart: string;
}

export const CONTENT_HANDLINGS = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;
/** How a body is converted: base64 text to bytes, or bytes to base64 text. */
export type ContentHandling = (typeof CONTENT_HANDLINGS)[number];

/** A response of an integration. */
export interface IntegrationResponse {
  readonly status: number;
  /**
   * A regular expression for the status of the service, or for the error message of the function; undefined for the
   * default response.
   */
  readonly pattern: string | undefined;
  /** Headers with static values, by name in lower case. */
  readonly headers?: { readonly [name: string]: string };
  /** Sources of headers' values, such as `integration.response.header.ETag`, by the header's name in lower case. */
  readonly sources?: { readonly [name: string]: string };
  /** The template for the body of the service's response, which is JSON; without it the body is passed on unchanged. */
  readonly template?: string;
  /** The body of a MOCK integration. */
  readonly body?: string;
  readonly contentHandling?: ContentHandling;
}

export const PASSTHROUGHS = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'] as const;
type Passthrough = (typeof PASSTHROUGHS)[number];

/** Sets a parameter of the request to the integration. */
export interface ParameterMapping {
  readonly where: 'header' | 'path' | 'querystring';
  readonly name: string;
  /** For example `method.request.path.id` or `'static text'`. */
  readonly source: string;
}

/**
 * The target of a method: a function, which receives the request or a mapped body; a service, which receives the request
 * body; an HTTP endpoint; or a response without a backend.
 */
export type Integration =
  | {
      readonly kind: 'function';
      readonly functionArn: string;
      /** The role that API Gateway assumes; without it, the function's policy must allow the call. */
      readonly roleArn?: string;
    }
  | {
      /** A custom integration: the function gets the mapped body, and its result is mapped to the response. */
      readonly kind: 'mapped function';
      readonly functionArn: string;
      readonly roleArn?: string;
      readonly mappings: readonly ParameterMapping[];
      readonly templates: { readonly [contentType: string]: string };
      readonly passthrough: Passthrough;
      readonly contentHandling?: ContentHandling;
      readonly responses: readonly IntegrationResponse[];
    }
  | {
      readonly kind: 'action';
      readonly service: string;
      /** The action that the URI names. */
      readonly action?: string;
      /** The path in the URI, without a leading slash. `{name}` is a place for a path parameter of the mappings. */
      readonly path?: string;
      readonly mappings?: readonly ParameterMapping[];
      /** The templates for the body, by content type in lower case. */
      readonly templates?: { readonly [contentType: string]: string };
      /** What happens to a request whose content type has no template: it is passed on, or refused. */
      readonly passthrough?: Passthrough;
      readonly contentHandling?: ContentHandling;
      /** ARN of the role that API Gateway assumes for the call. */
      readonly roleArn: string;
      /**
       * The possible responses. The first one whose pattern matches the status of the service is used, else the one
       * without a pattern.
       */
      readonly responses: readonly IntegrationResponse[];
    }
  | {
      readonly kind: 'endpoint';
      /** Whether request and response are passed on whole. Otherwise only the mapped parts are. */
      readonly isProxy: boolean;
      /** A URL. `{name}` is a place for a path parameter of the mappings, `${stageVariables.name}` for a variable. */
      readonly uri: string;
      /** ANY is the method of the request. */
      readonly httpMethod: string;
      readonly mappings: readonly ParameterMapping[];
      readonly templates: { readonly [contentType: string]: string };
      readonly passthrough: Passthrough;
      readonly contentHandling?: ContentHandling;
      readonly responses: readonly IntegrationResponse[];
    }
  | {
      readonly kind: 'mock';
      /** The statuses of the request templates, by content type in lower case. */
      readonly statuses: { readonly [contentType: string]: number };
      /** Whether a request whose content type has no template is refused. */
      readonly isStrict: boolean;
      readonly responses: readonly IntegrationResponse[];
    };

/** A parameter of the request that the request validator can demand. */
export interface RequiredParameter {
  readonly where: 'header' | 'path' | 'querystring';
  readonly name: string;
}

/** Accepts the tokens of user pools. */
export interface CognitoAuthorizer {
  readonly id: string;
  readonly apiId: string;
  /** The name of the header with the token, in lower case. */
  readonly header: string;
  /** A regular expression that the audience of the token must match. */
  readonly audiencePattern: string | undefined;
  /** The URLs of the user pools on AWS. */
  readonly issuers: readonly string[];
}

/** Decides by the policy that a function returns. */
export interface FunctionAuthorizer {
  readonly id: string;
  readonly apiId: string;
  /** TOKEN passes the value of one header to the function, REQUEST the request without its body. */
  readonly type: 'TOKEN' | 'REQUEST';
  readonly functionArn: string;
  /** The role that API Gateway assumes to call the function; without it, the function's policy must allow the call. */
  readonly roleArn?: string;
  /**
   * For example `method.request.header.authorization`. A request that lacks one of them is refused without a call of
   * the function. A cached result is used for requests with the same values.
   */
  readonly sources: readonly string[];
  /** A regular expression that the token must match. */
  readonly tokenPattern: string | undefined;
  /** Time for which a result is cached, from 0 to 3,600 seconds on the runtime's clock. */
  readonly ttlSeconds: number;
}

/** Replaces the responses of one type that API Gateway itself gives. */
export interface GatewayResponse {
  /** The API's id and the type: `<api>/<type>`. */
  readonly id: string;
  readonly apiId: string;
  readonly status: number | undefined;
  /** Sources of values, such as `'*'` or `method.request.header.Origin`, by the header's name in lower case. */
  readonly headers: { readonly [name: string]: string };
  /** Bodies with variables such as `$context.error.message`, by content type. */
  readonly templates: { readonly [contentType: string]: string };
}

/** The authorizer of a method. */
interface Authorization {
  readonly authorizerId: string;
  /** Scopes of which an access token needs at least one; if the list is empty, the method needs an id token. */
  readonly scopes: readonly string[];
}

export interface Method {
  readonly id: string;
  readonly apiId: string;
  readonly resourceId: string;
  readonly httpMethod: string;
  readonly isKeyRequired: boolean;
  /** Undefined for a method that any client can call. */
  readonly authorization?: Authorization;
  readonly integration: Integration;
  /** The timeout in milliseconds of wall-clock time. */
  readonly timeoutMs: number;
  readonly validatorId?: string;
  readonly required?: readonly RequiredParameter[];
  /** Names of models by content type in lower case, or by `$default`. */
  readonly models?: { readonly [contentType: string]: string };
}

/** What is checked of the requests of the methods that name this validator. */
interface Validator {
  readonly id: string;
  readonly apiId: string;
  readonly body: boolean;
  readonly parameters: boolean;
}

interface Model {
  /** The API's id and the model's name: `<api>/<name>`. */
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  /** A schema of JSON Schema draft 4. */
  readonly schema: ValueObject;
}

interface Stage {
  readonly id: string;
  readonly apiId: string;
  readonly name: string;
  readonly variables?: { readonly [name: string]: string };
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
  readonly authorizer: CognitoAuthorizer | FunctionAuthorizer;
  readonly gatewayResponse: GatewayResponse;
  readonly validator: Validator;
  readonly model: Model;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly plan: UsagePlan;
  readonly planKey: PlanKey;
}
