import { assumedRole, type Caller } from '../../../core/aws/caller.ts';
import type { NewDelivery } from '../../../core/delivery/delivery.ts';
import type { Target } from '../schedule/schedule.ts';

/** The invocation of a schedule's target for one occurrence. */
export interface Invocation {
  /** The same in all attempts. */
  readonly executionId: string;
  readonly scheduleArn: string;
  readonly groupArn: string;
  readonly scheduledMs: number;
  /** The target as it was when the schedule occurred. */
  readonly target: Target;
}

/** The reason why the target could not be invoked. */
export interface DeadLetterReason {
  readonly code: string;
  readonly message: string;
  readonly exhausted?: string;
  /** Number of retries, without the first attempt. */
  readonly retries: number;
}

/** The data that is stored with a delivery, in addition to the input. */
export interface DeliveryFacts extends Invocation {
  /** Set after the last attempt to invoke the target: the invocation is then sent to the dead-letter queue. */
  readonly deadLetter?: DeadLetterReason;
}

/** `input` is the target's input, with its context attributes; `nowMs` is the start of the delivery's age. */
export const newDelivery = (invocation: Invocation, input: string, nowMs: number): NewDelivery<DeliveryFacts> => ({
  target: invocation.target.Arn,
  facts: invocation,
  body: input,
  sinceMs: nowMs,
});

/**
 * The schedule's execution role. The source that its trust policy can name is the schedule's group
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html).
 */
export const callerOf = ({ target, executionId, groupArn }: Invocation): Caller =>
  assumedRole(target.RoleArn, executionId, { service: 'scheduler.amazonaws.com', sourceArn: groupArn });

/** A time in the format of EventBridge Scheduler: whole seconds in UTC. */
export const isoSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
