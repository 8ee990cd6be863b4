// Loaded by infra and by the handlers: names only, no imports.

/** Who may be behind a token. All but the first are groups of the user pool; the first is a machine with a scope. */
export const ROLES = ['applicant-service', 'reviewer', 'supervisor', 'operator', 'auditor'] as const;

export type Role = (typeof ROLES)[number];

/** The resource server and its scope that make a machine the applicant service. */
export const SUBMIT_SCOPE = { server: 'applications', name: 'submit' } as const;

/** The functions behind the API. */
export type ApiFunction =
  | 'accept-submissions'
  | 'answer-queries'
  | 'decide-reviews'
  | 'redrive-dead-letters'
  | 'replay-archive';

export interface RouteRule {
  readonly answeredBy: ApiFunction;
  /** Everybody else is refused. */
  readonly roles: readonly Role[] | 'SIGNED_IN';
}

const READERS = ['reviewer', 'supervisor', 'operator', 'auditor'] as const;
/** Who looks after the running system, or answers for it. */
const WATCHERS = ['supervisor', 'operator', 'auditor'] as const;
const DECIDERS = ['reviewer', 'supervisor'] as const;

/** Every route of the API: which function answers, and whom. What is not here does not exist. */
export const ROUTES = {
  'GET /me': { answeredBy: 'answer-queries', roles: 'SIGNED_IN' },
  'POST /applications': { answeredBy: 'accept-submissions', roles: ['applicant-service', 'operator'] },
  'GET /applications': { answeredBy: 'answer-queries', roles: READERS },
  'GET /applications/{id}': { answeredBy: 'answer-queries', roles: READERS },
  'GET /applications/{id}/timeline': { answeredBy: 'answer-queries', roles: READERS },
  'GET /applications/{id}/execution': { answeredBy: 'answer-queries', roles: READERS },
  'GET /reviews': { answeredBy: 'answer-queries', roles: READERS },
  'GET /reviews/{applicationId}': { answeredBy: 'answer-queries', roles: READERS },
  'POST /reviews/{applicationId}/claim': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/{applicationId}/release': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/{applicationId}/assign': { answeredBy: 'decide-reviews', roles: ['supervisor'] },
  'POST /reviews/{applicationId}/decision': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'GET /operations/executions': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/executions/{execution}': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/machines': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/rules': { answeredBy: 'answer-queries', roles: WATCHERS },
  'POST /operations/pattern-test': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/queues': { answeredBy: 'redrive-dead-letters', roles: WATCHERS },
  'GET /operations/dead-letters/{queue}': { answeredBy: 'redrive-dead-letters', roles: WATCHERS },
  'POST /operations/dead-letters/{queue}/redrive': { answeredBy: 'redrive-dead-letters', roles: ['operator'] },
  'GET /operations/archive': { answeredBy: 'replay-archive', roles: WATCHERS },
  'POST /operations/replays': { answeredBy: 'replay-archive', roles: ['operator'] },
  'POST /operations/previews/{name}/take': { answeredBy: 'replay-archive', roles: ['operator'] },
} as const satisfies Record<string, RouteRule>;

export type RouteKey = keyof typeof ROUTES;
