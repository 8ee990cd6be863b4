import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { Target } from '../target.ts';

/** An event on its way to one target of one rule. */
export interface Delivery {
  /** Fixed for all attempts: the name of the execution it starts, so that a repeated attempt starts none. */
  readonly token: string;
  readonly ruleArn: string;
  /** As it was when the event matched. */
  readonly target: Target;
  readonly event: string;
  readonly ingestedMs: number;
}

/** Why the target did not get an event. */
export interface DeadLetter {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: string;
  /** How often the target was tried again. */
  readonly targetRetries: number;
}

/** What is stored of a delivery beside the event. */
export interface DeliveryFacts extends Pick<Delivery, 'token' | 'ruleArn' | 'target'> {
  /** Set once the target is given up: the event goes to the target's dead-letter queue. */
  readonly deadLetter?: DeadLetter;
}

export const newDelivery = ({ event, ingestedMs, ...facts }: Delivery): NewDelivery<DeliveryFacts> => ({
  target: facts.target.Arn,
  facts,
  body: event,
  sinceMs: ingestedMs,
});
