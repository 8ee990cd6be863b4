import type { Target } from '../target.ts';

/** An event on its way to one target of one rule. */
export interface Delivery {
  readonly id: number;
  /** Fixed for all attempts: the name of the execution it starts, so that a repeated attempt starts none. */
  readonly token: string;
  readonly ruleArn: string;
  /** As it was when the event matched. */
  readonly target: Target;
  readonly event: string;
  readonly ingestedMs: number;
  readonly retries: number;
  /** Set once it is given up: what remains is to put it into the dead-letter queue. */
  readonly deadLetter?: DeadLetter;
}

export interface DeadLetter {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: string;
  /** How often the target was tried again. */
  readonly targetRetries: number;
  /** From when on the dead-letter queue is tried, for as long as a target would be. */
  readonly givenUpMs: number;
}
