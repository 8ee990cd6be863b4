import { type ApiFunction, ROUTES, type RouteKey, type RouteRule } from '../../../api/routes.ts';
import type { Operations } from '../../../api/types.generated.ts';
import { TryAgainException } from '../errors.ts';
import { type Access, accessOf } from './access.ts';
import { objectInBody } from './body.ts';
import type { HttpAnswer, HttpEvent } from './event.ts';
import { refuseUnknownMembers } from './members.ts';
import { type Principal, principalOf } from './principal.ts';
import { notFound, type Problem, ProblemError, problemBody } from './problem.ts';

export interface Call {
  readonly principal: Principal;
  readonly event: HttpEvent;
}

export interface Answer<Body = unknown> {
  readonly status: number;
  /** Undefined for an answer without a body (status 204). */
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the access log: ids of the applications whose applicants' data the body has, beside the one in the path. */
  readonly shown?: readonly string[];
}

export type Route<Body = unknown> = (call: Call) => Promise<Answer<Body>>;

type RoutesOf<Name extends ApiFunction> = {
  [Key in RouteKey]: (typeof ROUTES)[Key]['answeredBy'] extends Name ? Key : never;
}[RouteKey];

/** All routes of the function `Name`, and no others, with the answer types of the OpenAPI document. */
export type RouteTable<Name extends ApiFunction> = {
  readonly [Key in RoutesOf<Name>]: Route<Operations[Key]['answer']>;
};

/**
 * The access log: caller, address, route, application and status of each request, and the applications in its answer. Logs only the name of an error: its
 * message may contain applicants' data.
 */
export interface RequestLog {
  info(message: string, about: Access & { readonly status: number; readonly shown?: readonly string[] }): void;
  error(message: string, about: Access & { readonly status: number; readonly error: string }): void;
}

const RULES: Readonly<Record<string, RouteRule | undefined>> = ROUTES;

/** Answers one request. The caller's role is checked before the route is called. */
export async function serve(
  routes: Readonly<Record<string, Route>>,
  event: HttpEvent,
  log: RequestLog,
): Promise<HttpAnswer> {
  const access = accessOf(event);
  try {
    const { status, body, headers, shown } = await answer(routes, event);
    log.info('Request answered', { ...access, status, ...(shown === undefined ? {} : { shown }) });
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return httpAnswer(status, body, { ...type, ...headers });
  } catch (error) {
    const problem = problemFor(error);
    const { status } = problem;
    if (status < 500) log.info('Request refused', { ...access, status });
    else log.error('Request failed', { ...access, status, error: error instanceof Error ? error.name : 'unknown' });
    return httpAnswer(status, problemBody(problem), { 'content-type': 'application/problem+json' });
  }
}

async function answer(routes: Readonly<Record<string, Route>>, event: HttpEvent): Promise<Answer> {
  const rule = RULES[event.routeKey];
  const route = routes[event.routeKey];
  if (rule === undefined || route === undefined) throw new ProblemError(notFound('route for this method and path'));
  const principal = principalOf(event.requestContext.authorizer?.jwt?.claims ?? {});
  if (principal === undefined || !isAllowed(principal, rule.roles)) throw new ProblemError(forbidden(rule.roles));
  if (event.routeKey.startsWith('POST ')) refuseUnknownMembers(objectInBody(event), event);
  return route({ principal, event });
}

const isAllowed = (principal: Principal, roles: RouteRule['roles']): boolean =>
  roles === 'SIGNED_IN' || principal.roles.some((role) => roles.includes(role));

const forbidden = (roles: RouteRule['roles']): Problem => ({
  status: 403,
  code: 'FORBIDDEN',
  detail:
    roles === 'SIGNED_IN'
      ? 'This route needs an access token.'
      : `This route needs one of the roles ${roles.join(', ')}.`,
});

function problemFor(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof TryAgainException) {
    return {
      status: 503,
      code: 'TRY_AGAIN',
      detail: 'A service was temporarily not available. Send the same request again.',
    };
  }
  return { status: 500, code: 'FAILED', detail: 'The request failed. The operators are informed.' };
}

/** Headers of every response: nothing is cached, taken for another type, or sent without TLS later. */
const PROTECTION = {
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

const httpAnswer = (statusCode: number, body: unknown, headers: Readonly<Record<string, string>>): HttpAnswer => ({
  statusCode,
  headers: { ...headers, ...PROTECTION },
  body: body === undefined ? '' : JSON.stringify(body),
});
