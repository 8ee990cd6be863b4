import type { Role } from './types.generated.ts';

/** Who may be behind a token. All but the first are groups of the user pool; the first is a machine with a scope. */
export const ROLES: readonly Role[] = ['applicant-service', 'reviewer', 'supervisor', 'operator', 'auditor'];

/** Roles that may read applications and reviews. */
export const READERS: readonly Role[] = ['reviewer', 'supervisor', 'operator', 'auditor'];

/** Roles that look after the running system, or answer for it. */
export const WATCHERS: readonly Role[] = ['supervisor', 'operator', 'auditor'];

/** Roles that may hold and decide reviews. */
export const DECIDERS: readonly Role[] = ['reviewer', 'supervisor'];

/** The resource server and its scope that make a machine the applicant service; `inTokens` is how tokens name both. */
export const SUBMIT_SCOPE = { server: 'applications', name: 'submit', inTokens: 'applications/submit' } as const;
