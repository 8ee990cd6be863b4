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

export interface ExecutionItem {
  readonly name: string;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly applicationId?: string;
}

export interface RuleItem {
  readonly name: string;
  readonly bus: string;
  readonly state: string;
  readonly pattern?: object;
  readonly schedule?: string;
  readonly targets: readonly { readonly arn: string; readonly deadLetterArn?: string }[];
}

export interface PatternAnswer {
  readonly rule: string;
  readonly bus: string;
  readonly matches: boolean;
  readonly unmet: readonly { readonly field: string; readonly wants: unknown }[];
}

export interface ReplayItem {
  readonly name: string;
  readonly state: string;
  readonly startedAt: string;
  readonly from: string;
  readonly to: string;
}

export interface ArchiveWithReplays {
  readonly archive: {
    readonly name: string;
    readonly state: string;
    readonly events: number;
    readonly retentionDays: number;
  };
  readonly replays: readonly ReplayItem[];
}

export interface QueueItem {
  readonly name: string;
  readonly waiting: number;
  readonly inFlight: number;
  readonly isForDeadLetters: boolean;
  readonly deadLetterQueue?: string;
}

export interface DeadLetters {
  readonly plan: readonly {
    readonly count: number;
    readonly oldest: string;
    readonly way: string;
    readonly stays: boolean;
    readonly cause: string;
  }[];
  readonly items: readonly {
    readonly id: string;
    readonly sentAt: string;
    readonly receiveCount: number;
    readonly about: { readonly what: string; readonly applicationId?: string };
    readonly cause: { readonly code: string; readonly message: string };
  }[];
}

export interface Redriven {
  readonly sentBack: number;
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  readonly hasMore: boolean;
}

/** What a replay would do with an event. */
export const FATES = ['NEW', 'AGAIN', 'ANNOUNCED', 'IN_HAND', 'DECIDED', 'INVALID'] as const;
export type Fate = (typeof FATES)[number];

export interface Previewed {
  readonly state: string;
  readonly items: readonly { readonly eventId: string; readonly fate: Fate }[];
}
