import type { WorkLimits } from './fair-queue.ts';
import type { FailureKind, GiveUpReason, RetryPolicy } from './retry-policy.ts';

/** Work to be delivered. */
export interface NewDelivery<Facts> {
  /** What it goes to, e.g. an ARN. Targets take turns. */
  readonly target: string;
  /** The owner's own facts, stored as JSON. */
  readonly facts: Facts;
  /** The payload, stored as it is. */
  readonly body: string;
  /** When it came, in milliseconds since the epoch: the start of its age. Not in the future. */
  readonly sinceMs: number;
}

export interface Delivery<Facts> extends NewDelivery<Facts> {
  readonly id: number;
  /** Attempts that failed. */
  readonly attempts: number;
  /** How often the target was busy. */
  readonly deferrals: number;
}

export interface GivenUp {
  /** What the last attempt threw. */
  readonly error: unknown;
  readonly reason: GiveUpReason;
}

/** What a part knows of its own deliveries: how to send them, and what a failure means. */
export interface DeliveryOwner<Facts> {
  /** Names the table `<name>_deliveries` and the timers `<name>.retry`. */
  readonly name: string;
  /** How much is attempted at once. */
  readonly limits: WorkLimits;
  /**
   * One attempt. Resolves once the target has the delivery, with what is to be delivered because of that, usually
   * nothing; throws when it failed. The process may end at any time, so a target can get the same delivery again.
   */
  attempt(delivery: Delivery<Facts>): Promise<readonly NewDelivery<Facts>[]>;
  kindOf(error: unknown, delivery: Delivery<Facts>): FailureKind;
  policyOf(delivery: Delivery<Facts>): RetryPolicy;
  /** Called when a failed attempt is to be repeated; for the log. */
  postponed?(delivery: Delivery<Facts>, error: unknown): void;
  /**
   * Called inside the transaction that removes a delivery without success. Returns what is to be delivered instead, such
   * as a dead letter. Must not throw.
   */
  givenUp(delivery: Delivery<Facts>, end: GivenUp): readonly NewDelivery<Facts>[];
}
