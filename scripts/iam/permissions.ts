/** One action on one resource that a policy allows, in the form of `GET /_local/permissions`. */
export interface Grant {
  /** ARN of the role or resource whose policy has the grant. */
  readonly holder: string;
  readonly policy: string;
  /** The statement's Sid, or its number in the policy, from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

export interface UsedGrant extends Grant {
  readonly count: number;
  /** Number of these calls that no other statement allows. */
  readonly aloneCount: number;
}

export interface DeniedCall {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
  readonly count: number;
}

/** Used and unused grants and denied calls since the runtime started. */
export interface Permissions {
  readonly used: readonly UsedGrant[];
  readonly unused: readonly Grant[];
  readonly denied: readonly DeniedCall[];
}

export const readPermissions = async (endpoint: string): Promise<Permissions> => {
  const response = await fetch(`${endpoint}/_local/permissions`);
  if (!response.ok) throw new Error(`The runtime did not answer GET /_local/permissions: ${await response.text()}`);
  return (await response.json()) as Permissions;
};
