/** One action on one resource, as a policy allows it; as `GET /_local/permissions` tells. */
export interface Grant {
  /** The role whose policy it is in, or the resource it protects. */
  readonly holder: string;
  readonly policy: string;
  /** Its Sid, or its number in the policy, from 1. */
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

export interface UsedGrant extends Grant {
  readonly count: number;
  /** How many of these calls nothing else would have allowed. */
  readonly aloneCount: number;
}

export interface DeniedCall {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
  readonly count: number;
}

/** What a runtime's policies have let happen since it started, and what they would. */
export interface Permissions {
  readonly used: readonly UsedGrant[];
  readonly unused: readonly Grant[];
  readonly denied: readonly DeniedCall[];
}

export const readPermissions = async (endpoint: string): Promise<Permissions> => {
  const response = await fetch(`${endpoint}/_local/permissions`);
  if (!response.ok) throw new Error(`The runtime did not tell its permissions: ${await response.text()}`);
  return (await response.json()) as Permissions;
};
