import type { Meets } from './why-not.ts';

export interface RuleView {
  readonly name: string;
  readonly bus: string;
  readonly state: string;
  readonly pattern?: object;
  readonly schedule?: string;
  readonly targets: readonly { readonly arn: string; readonly deadLetterArn?: string }[];
}

/** The rules that events go by. */
export interface BusReader {
  rules(): Promise<readonly RuleView[]>;
  readonly meets: Meets;
}

export interface ExecutionItem {
  readonly name: string;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  /** Missing for a run whose input has no valid one. */
  readonly applicationId?: string;
}

export const STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE', 'RUNNING', 'SUCCEEDED'] as const;
export type Status = (typeof STATUSES)[number];

export interface ExecutionQuestion {
  /** The workflow of applications when missing. */
  readonly machine: string | undefined;
  readonly status: Status;
  readonly cursor: string | undefined;
}

/** The runs of state machines. */
export interface ExecutionReader {
  /** Newest first. */
  list(question: ExecutionQuestion): Promise<{ items: readonly ExecutionItem[]; cursor?: string }>;
  arnOf(machine: string | undefined, name: string): string;
  /** Names of all machines; that of applications first. */
  machines(): Promise<readonly string[]>;
}
