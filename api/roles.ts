import type { Role } from './types.generated.ts';

/** Roles of callers. `applicant-service` is an OAuth client with a scope; the other roles are groups of the user pool. */
export const ROLES: readonly Role[] = ['applicant-service', 'reviewer', 'supervisor', 'operator', 'auditor', 'privacy'];

/** Roles that may read applications and reviews. */
export const READERS: readonly Role[] = ['reviewer', 'supervisor', 'operator', 'auditor'];

/** Roles that may read the state of the running system: executions, rules, queues, archive. */
export const WATCHERS: readonly Role[] = ['supervisor', 'operator', 'auditor'];

/** Roles that may read records and case files. A privacy officer finds the application and checks the erasure. */
export const RECORD_READERS: readonly Role[] = [...READERS, 'privacy'];

/** Roles that may verify the case files of all applications, and see who erased which applicant’s data. */
export const VERIFIERS: readonly Role[] = [...WATCHERS, 'privacy'];

/** Roles that may claim and decide reviews. */
export const DECIDERS: readonly Role[] = ['reviewer', 'supervisor'];

/** The OAuth scope that gives a client the role `applicant-service`. `inTokens`: the scope's name inside a token. */
export const SUBMIT_SCOPE = { server: 'applications', name: 'submit', inTokens: 'applications/submit' } as const;
