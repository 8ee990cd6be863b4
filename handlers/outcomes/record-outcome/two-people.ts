import { createHash } from 'node:crypto';
import type { ReviewReason } from '../../../events/states.ts';

/** The member `twoPeople` of the review policy: which reviews need decisions of two different people. */
export interface TwoPeoplePolicy {
  readonly reasons: readonly (readonly ReviewReason[])[];
  /** 0 to 100. */
  readonly samplePercent: number;
}

/** Number of different people who must decide this review: 1 or 2. The same review always has the same number. */
export function decisionsRequired(
  policy: TwoPeoplePolicy,
  { applicationId, reasons }: { readonly applicationId: string; readonly reasons: readonly ReviewReason[] },
): 1 | 2 {
  const isListed = policy.reasons.some((set) => set.every((reason) => reasons.includes(reason)));
  return isListed || percentileOf(applicationId) < policy.samplePercent ? 2 : 1;
}

/** A number from 0 to below 100, evenly distributed over ids: the first 32 bits of the id's SHA-256 hash. */
export function percentileOf(applicationId: string): number {
  return (createHash('sha256').update(applicationId).digest().readUInt32BE(0) / 2 ** 32) * 100;
}
