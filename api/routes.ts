import { DECIDERS, READERS, RECORD_READERS, VERIFIERS, WATCHERS } from './roles.ts';
import type { Operations, Role } from './types.generated.ts';

/** Names of the Lambda functions that answer API requests. */
export type ApiFunction =
  | 'accept-submissions'
  | 'answer-queries'
  | 'decide-reviews'
  | 'erase-applicants'
  | 'redrive-dead-letters'
  | 'replay-archive'
  | 'steer-executions';

/** Method and path of a route, for example `GET /reviews/{applicationId}`. */
export type RouteKey = keyof Operations;

export interface RouteRule {
  readonly answeredBy: ApiFunction;
  /** Roles that may call the route. SIGNED_IN: every caller with a valid access token. Other callers get status 403. */
  readonly roles: readonly Role[] | 'SIGNED_IN';
}

/** Every route of the API, with the function that answers it and the roles that may call it. */
export const ROUTES = {
  'GET /me': { answeredBy: 'answer-queries', roles: 'SIGNED_IN' },
  'POST /applications': { answeredBy: 'accept-submissions', roles: ['applicant-service', 'operator'] },
  'POST /applications/{id}/amendments': { answeredBy: 'accept-submissions', roles: ['applicant-service', 'operator'] },
  'GET /applications': { answeredBy: 'answer-queries', roles: RECORD_READERS },
  'POST /applications/search': { answeredBy: 'answer-queries', roles: RECORD_READERS },
  'GET /applications/{id}': { answeredBy: 'answer-queries', roles: RECORD_READERS },
  'GET /applications/{id}/related': { answeredBy: 'answer-queries', roles: RECORD_READERS },
  'GET /applications/{id}/timeline': { answeredBy: 'answer-queries', roles: READERS },
  'GET /applications/{id}/execution': { answeredBy: 'answer-queries', roles: READERS },
  'GET /applications/{id}/case-file': { answeredBy: 'answer-queries', roles: RECORD_READERS },
  'GET /applications/{id}/erasure': { answeredBy: 'erase-applicants', roles: VERIFIERS },
  'POST /applications/{id}/erasure': { answeredBy: 'erase-applicants', roles: ['privacy'] },
  'POST /applications/{id}/erasure/confirmation': { answeredBy: 'erase-applicants', roles: ['privacy'] },
  'GET /case-files/verification': { answeredBy: 'answer-queries', roles: VERIFIERS },
  'GET /measures': { answeredBy: 'answer-queries', roles: READERS },
  'GET /reviews': { answeredBy: 'answer-queries', roles: READERS },
  'GET /review-counts': { answeredBy: 'answer-queries', roles: READERS },
  'GET /reviews/{applicationId}': { answeredBy: 'answer-queries', roles: READERS },
  'POST /reviews/{applicationId}/claim': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/{applicationId}/release': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/{applicationId}/assign': { answeredBy: 'decide-reviews', roles: ['supervisor'] },
  'POST /reviews/{applicationId}/decision': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/bulk-decisions': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/next': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /reviews/assignments': { answeredBy: 'decide-reviews', roles: ['supervisor'] },
  'GET /absences': { answeredBy: 'answer-queries', roles: DECIDERS },
  'POST /absences/{username}': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'POST /absences/{username}/end': { answeredBy: 'decide-reviews', roles: DECIDERS },
  'GET /operations/executions': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/executions/{execution}': { answeredBy: 'answer-queries', roles: WATCHERS },
  'POST /operations/executions/{execution}/redrive': { answeredBy: 'steer-executions', roles: ['operator'] },
  'POST /operations/executions/{execution}/stop': { answeredBy: 'steer-executions', roles: ['operator'] },
  'GET /operations/machines': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/rules': { answeredBy: 'answer-queries', roles: WATCHERS },
  'POST /operations/pattern-test': { answeredBy: 'answer-queries', roles: WATCHERS },
  'GET /operations/queues': { answeredBy: 'redrive-dead-letters', roles: WATCHERS },
  'GET /operations/dead-letters/{queue}': { answeredBy: 'redrive-dead-letters', roles: WATCHERS },
  'POST /operations/dead-letters/{queue}/redrive': { answeredBy: 'redrive-dead-letters', roles: ['operator'] },
  'GET /operations/archive': { answeredBy: 'replay-archive', roles: WATCHERS },
  'POST /operations/replays': { answeredBy: 'replay-archive', roles: ['operator'] },
  'POST /operations/previews/{name}/take': { answeredBy: 'replay-archive', roles: ['operator'] },
  'POST /rule-trials': { answeredBy: 'replay-archive', roles: ['operator'] },
  'GET /rule-trials/{id}': { answeredBy: 'replay-archive', roles: ['operator'] },
  'POST /rule-trials/{id}/continue': { answeredBy: 'replay-archive', roles: ['operator'] },
} as const satisfies Readonly<Record<RouteKey, RouteRule>>;

/** Routes whose requests read or change many items, or start work that goes on. They have a lower limit than the others. */
export const HEAVY_ROUTES: readonly RouteKey[] = [
  'POST /applications/search',
  'GET /case-files/verification',
  'GET /measures',
  'POST /reviews/bulk-decisions',
  'POST /reviews/assignments',
  'POST /operations/pattern-test',
  'POST /operations/dead-letters/{queue}/redrive',
  'POST /operations/replays',
  'POST /operations/previews/{name}/take',
  'POST /rule-trials',
  'POST /rule-trials/{id}/continue',
];
