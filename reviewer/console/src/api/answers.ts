import type { Review, ReviewCase, Run } from '../../../cli/api/answers.ts';

// What the API answers and only the console reads; the rest is in the command line's own list.

export interface VersionedReview extends Review {
  readonly version: number;
}

export interface VersionedCase extends ReviewCase {
  readonly version: number;
}

export interface Application {
  readonly id: string;
  readonly state: string;
  readonly submittedAt: string;
  readonly updatedAt: string;
}

export interface HistoryItem {
  readonly id: number;
  readonly at: string;
  readonly type: string;
  readonly state?: string;
  readonly error?: string;
}

export interface RunWithHistory extends Run {
  readonly history: readonly HistoryItem[];
}
