import type { KindName } from './kinds.ts';

/** Acknowledgements that the clients received for one application. */
export interface Submission {
  readonly kind: KindName;
  /** Number of acknowledged submissions of this application. Each of them starts a run. */
  acknowledged: number;
}

export type Decision = 'APPROVE' | 'REJECT' | 'RETURN';

/** A decision that the system has acknowledged to a reviewer. */
export interface AcknowledgedDecision {
  readonly id: string;
  readonly reviewer: string;
  readonly decision: Decision;
}

/** All acknowledgements that the clients received. The invariants compare them with the data of the system. */
export interface Journal {
  readonly submissions: Map<string, Submission>;
  readonly decisions: AcknowledgedDecision[];
  /** Ids of the applications whose amendment the system has acknowledged. */
  readonly amended: Set<string>;
  /** Applications that were submitted after the faults. `isServed`: whether the application was approved. */
  readonly tail: { readonly id: string; readonly isServed: boolean }[];
  /** Number of times that the process ended without being asked to. */
  crashes: number;
}

export const newJournal = (): Journal => ({
  submissions: new Map(),
  decisions: [],
  amended: new Set(),
  tail: [],
  crashes: 0,
});

/** The entry of an application. Creates the entry if it does not exist. */
export const submissionOf = ({ submissions }: Journal, id: string, kind: KindName): Submission => {
  const known = submissions.get(id) ?? { kind, acknowledged: 0 };
  submissions.set(id, known);
  return known;
};
