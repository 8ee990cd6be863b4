import type { WorkLimits } from './fair-queue.ts';
import type { FailureKind, GiveUpReason, RetryPolicy } from './retry-policy.ts';

/** A delivery that is not stored yet. */
export interface NewDelivery<Facts> {
  /** Destination, e.g. an ARN. Attempts for different targets take turns. */
  readonly target: string;
  /** Data of the owner, stored as JSON. */
  readonly facts: Facts;
  /** Payload, stored unchanged. */
  readonly body: string;
  /** Time from which the delivery's age counts, in epoch milliseconds. Must not be in the future. */
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

/** A service that owns deliveries. It performs the attempts and classifies their failures. */
export interface DeliveryOwner<Facts> {
  /** The table is `<name>_deliveries`, the timer owner `<name>.retry`. */
  readonly name: string;
  /** Concurrency of attempts. */
  readonly limits: WorkLimits;
  /**
   * Performs one attempt. Resolves after the target has accepted the delivery; the result lists the deliveries that
   * follow from it, usually none. Throws if the attempt fails. The process can crash before the success is stored, so a
   * target can receive the same delivery again.
   */
  attempt(delivery: Delivery<Facts>): Promise<readonly NewDelivery<Facts>[]>;
  kindOf(error: unknown, delivery: Delivery<Facts>): FailureKind;
  policyOf(delivery: Delivery<Facts>): RetryPolicy;
  /** Earliest time of the next attempt that the error names, in epoch milliseconds; undefined if it names none. */
  notBeforeMs?(error: unknown): number | undefined;
  /** Called before a failed attempt is scheduled for a retry; for logging. */
  postponed?(delivery: Delivery<Facts>, error: unknown): void;
  /**
   * Called inside the transaction that removes a delivery without success. Returns the deliveries that replace it, such
   * as a dead-letter message. Must not throw.
   */
  givenUp(delivery: Delivery<Facts>, end: GivenUp): readonly NewDelivery<Facts>[];
}
