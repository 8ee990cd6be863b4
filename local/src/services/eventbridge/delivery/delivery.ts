import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { Target } from '../target.ts';

/** The delivery of one event to one target of one rule. */
export interface Delivery {
  /**
   * The same in all attempts of the delivery. An execution of a state machine target has this name, so that a retry
   * does not start a second execution.
   */
  readonly token: string;
  readonly ruleArn: string;
  /** The target as it was when the event matched the rule. */
  readonly target: Target;
  readonly event: string;
  readonly ingestedMs: number;
}

/** The reason why the event could not be delivered to the target. */
export interface DeadLetterReason {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: string;
  /** Number of retries, without the first attempt. */
  readonly targetRetries: number;
}

/** The data that is stored with a delivery, in addition to the event. */
export interface DeliveryFacts extends Pick<Delivery, 'token' | 'ruleArn' | 'target'> {
  /** Set after the last attempt to call the target: the event is then sent to the dead-letter queue. */
  readonly deadLetter?: DeadLetterReason;
}

export const newDelivery = ({ event, ingestedMs, ...facts }: Delivery): NewDelivery<DeliveryFacts> => ({
  target: facts.target.Arn,
  facts,
  body: event,
  sinceMs: ingestedMs,
});
