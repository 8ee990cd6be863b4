import type { WireRequest } from '../../../core/service.ts';

/**
 * A Lambda authorizer with simple responses: it returns whether the request is allowed, and a context about the caller.
 */
export interface FunctionAuthorizer {
  readonly authorizerId: string;
  readonly functionArn: string;
  /** If a request lacks one of these sources, it is refused without a call of the function. */
  readonly identitySources: readonly IdentitySource[];
}

export interface IdentitySource {
  readonly where: 'header' | 'querystring';
  /** The name of a header (in lower case) or of a query parameter. */
  readonly name: string;
}

export type FunctionDecision =
  | { readonly allowed: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500 };

/** The values of the identity sources; undefined if one is missing or empty. */
export const identityOf = (
  { identitySources }: FunctionAuthorizer,
  { headers, query }: WireRequest,
): readonly string[] | undefined => {
  const values = identitySources.map(({ where, name }) => (where === 'header' ? headers[name] : query.get(name)));
  const given = values.flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []));
  return given.length === identitySources.length ? given : undefined;
};

/**
 * Reads a simple response. Any other response counts as a failure of the authorizer (status 500).
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
