import { AwsError } from '../../../core/aws/aws-error.ts';
import { queueUrl } from '../../../core/aws/queue-url.ts';
import { Deliveries } from '../../../core/delivery/deliveries.ts';
import type { Delivery, GivenUp, NewDelivery } from '../../../core/delivery/delivery.ts';
import type { GiveUpReason } from '../../../core/delivery/retry-policy.ts';
import { isTransient, targetErrorKind } from '../../../core/delivery/target-error.ts';
import { retryPolicyOf } from '../../../core/delivery/target-retry.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as sqs from '../../sqs/operations.ts';
import { deadLetterMessage } from './dead-letter.ts';
import { callerOf, type DeadLetterReason, type DeliveryFacts, type Invocation } from './invocation.ts';
import { enlist, requestOf, send } from './request.ts';

const OWNER = 'scheduler';
const LIMITS = { atOnce: 128, perTarget: 64 };
const EXHAUSTED: Readonly<Partial<Record<GiveUpReason, string>>> = {
  attempts: 'MaximumRetryAttempts',
  age: 'MaximumEventAgeInSeconds',
};

export type ScheduleDeliveries = Deliveries<DeliveryFacts>;

/**
 * Invokes the targets of schedules. After the last failed attempt, the invocation is sent to the schedule's dead-letter
 * queue; these attempts end after 24 hours.
 */
export const createDeliveries = (kernel: Kernel): ScheduleDeliveries =>
  new Deliveries<DeliveryFacts>(kernel, {
    name: OWNER,
    limits: LIMITS,
    attempt: async (delivery) => {
      const { deadLetter } = delivery.facts;
      await (deadLetter ? sendDeadLetter(kernel, delivery, deadLetter) : invoke(kernel, delivery));
      return [];
    },
    kindOf: (error) => (isTransient(targetErrorKind(error)) ? 'retriable' : 'permanent'),
    policyOf: ({ facts }) => retryPolicyOf(facts.deadLetter ? undefined : facts.target.RetryPolicy),
    givenUp: (delivery, end) => givenUp(kernel, delivery, end),
  });

/**
 * Passes the invocation to its target in the transaction that stores it, without a delivery. Call it inside
 * `store.write`, and call the returned function after the commit. Returns undefined if a delivery must invoke the
 * target: the target's service has no such transaction, or it refused the request.
 */
export const handOver = (kernel: Kernel, invocation: Invocation, input: string): (() => void) | undefined => {
  try {
    return enlist(kernel, requestOf(kernel, invocation, input, 1), invocation);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};

const invoke = (kernel: Kernel, { facts, body, attempts }: Delivery<DeliveryFacts>): Promise<void> =>
  send(kernel, requestOf(kernel, facts, body, attempts + 1), facts);

const sendDeadLetter = async (
  kernel: Kernel,
  { facts, body }: Delivery<DeliveryFacts>,
  deadLetter: DeadLetterReason,
): Promise<void> => {
  const request = requestOf(kernel, facts, body, deadLetter.retries + 1);
  const QueueUrl = queueUrl(kernel.endpoint(), facts.target.DeadLetterConfig?.Arn ?? '');
  const message = { QueueUrl, ...deadLetterMessage(request, facts, deadLetter) };
  await kernel.services.call(sqs.sendMessage, message, callerOf(facts));
};

const givenUp = (
  { clock, log }: Kernel,
  { facts, body, attempts }: Delivery<DeliveryFacts>,
  { error, reason }: GivenUp,
): readonly NewDelivery<DeliveryFacts>[] => {
  const { code, message } = failureOf(error);
  const queueArn = facts.target.DeadLetterConfig?.Arn;
  if (!facts.deadLetter && queueArn) {
    const exhausted = EXHAUSTED[reason];
    const deadLetter = { code, message, retries: attempts, ...(exhausted && { exhausted }) };
    return [{ target: queueArn, facts: { ...facts, deadLetter }, body, sinceMs: clock.now() }];
  }
  const why = facts.deadLetter ? 'The dead-letter queue did not accept it.' : 'The schedule has no dead-letter queue.';
  const fields = { schedule: facts.scheduleArn, target: facts.target.Arn, code, message };
  log.error(`An invocation of a schedule was dropped. ${why}`, fields);
  return [];
};

/** Code and message for the dead-letter message. */
const failureOf = (error: unknown): { readonly code: string; readonly message: string } =>
  error instanceof AwsError
    ? error
    : {
        code: 'AWS.Scheduler.InternalServerError',
        message: 'Unexpected error occurred while processing the request.',
      };
