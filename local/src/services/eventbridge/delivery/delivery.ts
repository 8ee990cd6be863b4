import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { Target } from '../target.ts';

/** The delivery of one event to one target of one rule. */
export interface Delivery {
  /**
   * The same for all attempts. It names the execution of a state machine target, so that a retry starts no second one.
   */
  readonly token: string;
  readonly ruleArn: string;
  /** The target at the time the event matched. */
  readonly target: Target;
  readonly event: string;
  readonly ingestedMs: number;
}

/** Why the event could not be delivered to the target. */
export interface DeadLetterReason {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: string;
  /** Number of retries, without the first attempt. */
  readonly targetRetries: number;
}

/** Stored with a delivery, beside the event. */
export interface DeliveryFacts extends Pick<Delivery, 'token' | 'ruleArn' | 'target'> {
  /** Set after the last attempt at the target: the event goes to the dead-letter queue. */
  readonly deadLetter?: DeadLetterReason;
}

export const newDelivery = ({ event, ingestedMs, ...facts }: Delivery): NewDelivery<DeliveryFacts> => ({
  target: facts.target.Arn,
  facts,
  body: event,
  sinceMs: ingestedMs,
});
