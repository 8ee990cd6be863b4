import type { KindName } from './kinds.ts';

/** What the clients know about one application. */
export interface Submission {
  readonly kind: KindName;
  /** Number of its submissions that the system has acknowledged. Each starts a run. */
  acknowledged: number;
}

/** A decision that the system has acknowledged to a reviewer. */
interface AcknowledgedDecision {
  readonly id: string;
  readonly reviewer: string;
  readonly decision: 'APPROVE' | 'REJECT';
}

/** What the clients of a system know: the invariants compare it with what the system holds. */
export interface Journal {
  readonly submissions: Map<string, Submission>;
  readonly decisions: AcknowledgedDecision[];
  /** Applications that were submitted after the faults, and whether each was approved. */
  readonly tail: { readonly id: string; readonly isServed: boolean }[];
  /** Number of times that the process ended without being asked to. */
  crashes: number;
}

export const newJournal = (): Journal => ({ submissions: new Map(), decisions: [], tail: [], crashes: 0 });

/** The entry of an application, created at its first mention. */
export const submissionOf = ({ submissions }: Journal, id: string, kind: KindName): Submission => {
  const known = submissions.get(id) ?? { kind, acknowledged: 0 };
  submissions.set(id, known);
  return known;
};
