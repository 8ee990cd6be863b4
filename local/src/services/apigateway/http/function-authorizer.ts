import type { WireRequest } from '../../../core/service.ts';

/** Decides on a request by calling a function, which answers simply: whether, and what it knows of the caller. */
export interface FunctionAuthorizer {
  readonly authorizerId: string;
  readonly functionArn: string;
  /** Each must be there, or the request is refused before anything is called. */
  readonly identitySources: readonly IdentitySource[];
}

export interface IdentitySource {
  readonly where: 'header' | 'querystring';
  /** Of a header in lower case. */
  readonly name: string;
}

export type FunctionDecision =
  | { readonly allowed: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500 };

/** The values of the identity sources; undefined when one is missing or empty. */
export const identityOf = (
  { identitySources }: FunctionAuthorizer,
  { headers, query }: WireRequest,
): readonly string[] | undefined => {
  const values = identitySources.map(({ where, name }) => (where === 'header' ? headers[name] : query.get(name)));
  const given = values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []));
  return given.length === identitySources.length ? given : undefined;
};

/**
 * Reads a simple answer; anything else is the authorizer's failure.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export const readDecision = (payload: string): FunctionDecision => {
  const { isAuthorized, context } = parsed(payload);
  if (typeof isAuthorized !== 'boolean') return { allowed: false, status: 500 };
  if (!isAuthorized) return { allowed: false, status: 403 };
  return { allowed: true, context: typeof context === 'object' && context !== null ? { ...context } : {} };
};

const parsed = (payload: string): { readonly isAuthorized?: unknown; readonly context?: unknown } => {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};
