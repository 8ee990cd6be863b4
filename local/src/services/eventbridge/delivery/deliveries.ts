import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole, type Caller, serviceCaller } from '../../../core/aws/caller.ts';
import { queueUrl } from '../../../core/aws/queue-url.ts';
import { Deliveries } from '../../../core/delivery/deliveries.ts';
import type { GivenUp, NewDelivery, Delivery as StoredDelivery } from '../../../core/delivery/delivery.ts';
import { takeOver } from '../../../core/delivery/former-table.ts';
import type { FailureKind, GiveUpReason } from '../../../core/delivery/retry-policy.ts';
import { maxAgeMsOf, retryPolicyOf } from '../../../core/delivery/target-retry.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as sqs from '../../sqs/operations.ts';
import { InvocationError, RateLimitedError } from '../destinations/invocation-errors.ts';
import { InputTransformError, targetInput } from '../input/target-input.ts';
import { deadLetterMessage } from './dead-letter.ts';
import type { DeadLetterReason, Delivery, DeliveryFacts } from './delivery.ts';
import { failureOf } from './failure.ts';
import { FORMER_TABLE } from './former-table.ts';
import type { TargetCall } from './targets/target-kind.ts';
import { targetKind } from './targets/target-kinds.ts';

const OWNER = 'eventbridge';
const LIMITS = { atOnce: 128, perTarget: 64 };
const SESSION_LENGTH = 64;
const EXHAUSTED: Readonly<Partial<Record<GiveUpReason, string>>> = {
  attempts: 'MaximumRetryAttempts',
  age: 'MaximumEventAgeInSeconds',
};

/** A delivery that waits for a rate limit has a reserved time, so it needs no backoff. */
const AT_THE_RESERVED_TIME = { firstMs: 1, longestMs: 1 };

export type EventDeliveries = Deliveries<DeliveryFacts>;
type EventDelivery = StoredDelivery<DeliveryFacts>;

/**
 * Delivers events to targets. After the last failed attempt, the event is sent to the target's dead-letter queue; these
 * attempts end after 24 hours.
 */
export const createDeliveries = (kernel: Kernel): EventDeliveries => {
  takeOver(kernel.store, OWNER, FORMER_TABLE);
  return new Deliveries<DeliveryFacts>(kernel, {
    name: OWNER,
    limits: LIMITS,
    attempt: async (delivery) => {
      const { deadLetter } = delivery.facts;
      await (deadLetter ? sendDeadLetter(kernel, delivery, deadLetter) : callTarget(kernel, delivery));
      return [];
    },
    kindOf,
    policyOf: ({ facts }) => ({
      ...retryPolicyOf(facts.deadLetter ? undefined : facts.target.RetryPolicy),
      whileBusy: AT_THE_RESERVED_TIME,
    }),
    notBeforeMs: (error) => {
      if (error instanceof RateLimitedError) return error.untilMs;
      return error instanceof InvocationError ? error.notBeforeMs : undefined;
    },
    givenUp: (delivery, end) => givenUp(kernel, delivery, end),
  });
};

/** A wait for a rate limit is no failed attempt, unless the event would then be too old for its retry policy. */
const kindOf = (error: unknown, { facts, sinceMs }: EventDelivery): FailureKind => {
  if (error instanceof RateLimitedError)
    return error.untilMs - sinceMs > maxAgeMsOf(facts.target.RetryPolicy) ? 'retriable' : 'busy';
  return failureOf(error).retryable ? 'retriable' : 'permanent';
};

/**
 * Passes the event to its target in the transaction that stores the event, without a delivery. Call it inside
 * `store.write`, and call the returned function after the commit. Returns undefined if a delivery must call the target:
 * the target's service has no such transaction, or it refused the event.
 */
export const handOver = (kernel: Kernel, delivery: Delivery): (() => void) | undefined => {
  try {
    const { enlist } = targetKind(delivery.target);
    return enlist?.(kernel, targetCall(kernel, delivery));
  } catch (error) {
    if (error instanceof AwsError || error instanceof InputTransformError) return undefined;
    throw error;
  }
};

const targetCall = (kernel: Kernel, delivery: Delivery): TargetCall => ({
  delivery,
  payload: targetInput(delivery.target, delivery),
  caller: callerOf(kernel, delivery.target.RoleArn, delivery.ruleArn),
});

const callTarget = async (kernel: Kernel, { facts, body, sinceMs }: EventDelivery): Promise<void> => {
  const { token, ruleArn, target } = facts;
  const delivery = { token, ruleArn, target, event: body, ingestedMs: sinceMs };
  await targetKind(target).call(kernel, targetCall(kernel, delivery));
};

const sendDeadLetter = async (
  kernel: Kernel,
  { facts, body }: EventDelivery,
  deadLetter: DeadLetterReason,
): Promise<void> => {
  const { ruleArn, target } = facts;
  const QueueUrl = queueUrl(kernel.endpoint(), target.DeadLetterConfig?.Arn ?? '');
  const message = { QueueUrl, ...deadLetterMessage({ ruleArn, target, event: body, deadLetter }) };
  await kernel.services.call(sqs.sendMessage, message, callerOf(kernel, undefined, ruleArn));
};

const callerOf = (kernel: Kernel, roleArn: string | undefined, ruleArn: string): Caller => {
  if (!roleArn) return serviceCaller('events.amazonaws.com', kernel.home.accountId, ruleArn);
  const session = `AWSEvents_${ruleArn.slice(ruleArn.lastIndexOf('/') + 1)}`.slice(0, SESSION_LENGTH);
  return assumedRole(roleArn, session, { service: 'events.amazonaws.com', sourceArn: ruleArn });
};

const givenUp = (
  { clock, log }: Kernel,
  { facts, body, attempts }: EventDelivery,
  { error, reason }: GivenUp,
): readonly NewDelivery<DeliveryFacts>[] => {
  const { ruleArn, target } = facts;
  const { code, message } = failureOf(error);
  const queueArn = target.DeadLetterConfig?.Arn;
  if (!facts.deadLetter && queueArn) {
    const exhausted = EXHAUSTED[reason];
    const deadLetter = { code, message, targetRetries: attempts, ...(exhausted && { exhausted }) };
    return [{ target: queueArn, facts: { ...facts, deadLetter }, body, sinceMs: clock.now() }];
  }
  const why = facts.deadLetter ? 'The dead-letter queue did not accept it.' : 'The target has no dead-letter queue.';
  log.error(`An event was dropped. ${why}`, { rule: ruleArn, target: target.Arn, code, message });
  return [];
};
