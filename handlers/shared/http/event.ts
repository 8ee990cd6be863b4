import type { Claims } from './principal.ts';

/** The members of an API Gateway request that the handlers read (HTTP API, payload format 2.0). */
export interface HttpEvent {
  readonly routeKey: string;
  /** Header names are in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>>;
  readonly pathParameters?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId?: string;
    readonly http?: { readonly sourceIp?: string };
    readonly authorizer?: { readonly jwt?: { readonly claims?: Claims } };
  };
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
