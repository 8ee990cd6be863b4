import type { WorkLimits } from './fair-queue.ts';
import type { FailureKind, GiveUpReason, RetryPolicy } from './retry-policy.ts';

/** A delivery that is not stored yet. */
export interface NewDelivery<Facts> {
  /** Destination, e.g. an ARN. Targets take turns. */
  readonly target: string;
  /** Data of the owner, stored as JSON. */
  readonly facts: Facts;
  /** Payload, stored unchanged. */
  readonly body: string;
  /** Start of the delivery's age, in milliseconds since the epoch. Not in the future. */
  readonly sinceMs: number;
}

export interface Delivery<Facts> extends NewDelivery<Facts> {
  readonly id: number;
  /** Number of failed attempts. */
  readonly attempts: number;
  /** Number of attempts that found the target busy. */
  readonly deferrals: number;
}

export interface GivenUp {
  /** Error of the last attempt. */
  readonly error: unknown;
  readonly reason: GiveUpReason;
}

/** A service that has deliveries: sends them, and classifies their failures. */
export interface DeliveryOwner<Facts> {
  /** The table is `<name>_deliveries`, the timer owner `<name>.retry`. */
  readonly name: string;
  /** Concurrency of attempts. */
  readonly limits: WorkLimits;
  /**
   * One attempt. Resolves after the target has accepted the delivery, with the deliveries that follow from it (usually
   * none); throws on failure. The process can end at any time, so a target can receive the same delivery again.
   */
  attempt(delivery: Delivery<Facts>): Promise<readonly NewDelivery<Facts>[]>;
  kindOf(error: unknown, delivery: Delivery<Facts>): FailureKind;
  policyOf(delivery: Delivery<Facts>): RetryPolicy;
  /** Called before a failed attempt is scheduled for a retry; for logging. */
  postponed?(delivery: Delivery<Facts>, error: unknown): void;
  /**
   * Called inside the transaction that removes a delivery without success. Returns the deliveries that replace it, such
   * as a dead-letter message. Must not throw.
   */
  givenUp(delivery: Delivery<Facts>, end: GivenUp): readonly NewDelivery<Facts>[];
}
