// What the HTTP API answers with, as far as commands read it (api/openapi.v1.json is the whole of it).

export interface Me {
  readonly username: string;
  readonly roles: readonly string[];
}

export interface ApplicationRecord {
  readonly id: string;
  readonly state: string;
  readonly submittedAt?: string;
  readonly [member: string]: unknown;
}

export interface Review {
  readonly applicationId: string;
  readonly state: string;
  readonly reasons: readonly string[];
  readonly requestedAt: string;
  readonly dueAt?: string;
  readonly deadline?: string;
  readonly claim?: { readonly reviewer: string; readonly until: string };
  readonly decision?: ReviewDecision;
}

export interface ReviewDecision {
  readonly decision: string;
  readonly reviewer?: string;
  readonly at: string;
  readonly reasonCode?: string;
  readonly comment?: string;
}

/** What a reviewer decides from. */
export interface ReviewCase extends Review {
  readonly facts?: {
    readonly name?: string;
    readonly address?: string;
    readonly checks?: readonly CheckFacts[];
  };
}

/** A check: its rule in words, and the part of the value that met it, where there is one. */
export interface CheckFacts {
  readonly check: string;
  readonly flagged: boolean;
  readonly rule: string;
  readonly met?: string;
}

export interface TimelineItem {
  readonly at: string;
  readonly kind: string;
  readonly what: string;
  readonly who?: string;
  /** How far a replay has come. */
  readonly state?: string;
}

export interface RunState {
  readonly name: string;
  readonly type: string;
  readonly status: string;
  readonly enteredAt?: string;
  readonly exitedAt?: string;
  /** The Parallel or Map state it is inside of. */
  readonly within?: string;
  readonly retries?: readonly { readonly errors: readonly string[]; readonly maxAttempts: number }[];
  readonly catches?: readonly { readonly errors: readonly string[]; readonly next: string }[];
}

export interface Transition {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** A run: where it stands, its states and how they follow each other. */
export interface Run {
  readonly execution: {
    readonly arn: string;
    readonly status: string;
    readonly startedAt: string;
    readonly stoppedAt?: string;
  };
  readonly states: readonly RunState[];
  readonly transitions: readonly Transition[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cursor?: string;
}
