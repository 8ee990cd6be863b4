import { assumedRole, type Caller, serviceCaller } from '../../../core/aws/caller.ts';
import type { Kernel } from '../../../core/kernel.ts';
import * as sqs from '../../sqs/operations.ts';
import { targetInput } from '../input/target-input.ts';
import { deadLetterMessage } from './dead-letter.ts';
import type { Delivery } from './delivery.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { type Failure, failureOf } from './failure.ts';
import { nextAttempt } from './retry.ts';
import { queueUrl } from './targets/queue.ts';
import { targetKind } from './targets/target-kinds.ts';
import { WorkQueue } from './work-queue.ts';

const RETRY = 'eventbridge.retry';
const RESUME = 'eventbridge.resume';
const AT_ONCE = 64;
const SESSION_LENGTH = 64;

/**
 * Brings events to targets, each at least once. A delivery is a row until its target has taken the event or its
 * dead-letter queue has; every attempt after the first is a durable timer.
 */
export class Deliveries {
  readonly #kernel: Kernel;
  readonly #store: DeliveryStore;
  readonly #queue: WorkQueue<Delivery>;

  constructor(kernel: Kernel, store: DeliveryStore) {
    this.#kernel = kernel;
    this.#store = store;
    this.#queue = new WorkQueue(AT_ONCE, {
      load: (id) => store.find(id),
      perform: (delivery) => this.#attempt(delivery).catch((error: unknown) => this.#notRecorded(delivery, error)),
      track: (work) => void kernel.inflight.track(work),
    });
    kernel.timers.handle(RETRY, ({ id }) => this.#queue.add(Number(id)));
    kernel.timers.handle(RESUME, () => this.#resume());
  }

  /** What was not delivered when the process ended is tried again as soon as timers run. */
  async start(): Promise<void> {
    const { store, timers, clock } = this.#kernel;
    await store.write(() => timers.set(RESUME, '', clock.now()));
  }

  stop(): Promise<void> {
    return this.#queue.stop();
  }

  /** Begins with deliveries that have just been stored. */
  begin(deliveries: readonly Delivery[]): void {
    for (const delivery of deliveries) this.#queue.add(delivery.id, delivery);
  }

  /** How many wait for their turn or are being tried. */
  pending(): number {
    return this.#queue.size();
  }

  #resume(): void {
    for (const id of this.#store.due(this.#kernel.clock.now())) this.#queue.add(id);
  }

  async #attempt(delivery: Delivery): Promise<void> {
    try {
      await (delivery.deadLetter ? this.#sendDeadLetter(delivery) : this.#callTarget(delivery));
    } catch (error) {
      await this.#failed(delivery, failureOf(error));
      return;
    }
    await this.#kernel.store.write(() => this.#store.remove(delivery.id));
  }

  async #callTarget(delivery: Delivery): Promise<void> {
    const { target, ruleArn } = delivery;
    const payload = targetInput(target, delivery);
    const caller = this.#caller(target.RoleArn, ruleArn);
    await targetKind(target).call(this.#kernel, { delivery, payload, caller });
  }

  async #sendDeadLetter(delivery: Delivery): Promise<void> {
    const QueueUrl = queueUrl(this.#kernel, delivery.target.DeadLetterConfig?.Arn ?? '');
    const message = { QueueUrl, ...deadLetterMessage(delivery) };
    await this.#kernel.services.call(sqs.sendMessage, message, this.#caller(undefined, delivery.ruleArn));
  }

  #caller(roleArn: string | undefined, ruleArn: string): Caller {
    if (!roleArn) return serviceCaller('events.amazonaws.com', this.#kernel.home.accountId, ruleArn);
    return assumedRole(roleArn, `AWSEvents_${ruleArn.slice(ruleArn.lastIndexOf('/') + 1)}`.slice(0, SESSION_LENGTH));
  }

  async #failed(delivery: Delivery, failure: Failure): Promise<void> {
    const { clock, ids } = this.#kernel;
    const { retries, ingestedMs, deadLetter, target } = delivery;
    const policy = deadLetter ? undefined : target.RetryPolicy;
    const sinceMs = deadLetter?.givenUpMs ?? ingestedMs;
    const times = { retries, sinceMs, nowMs: clock.now(), random: ids.number() };
    const next = failure.retryable ? nextAttempt(policy, times) : undefined;
    if (next?.kind === 'retry') return this.#retry(delivery, next.atMs);
    return this.#giveUp(delivery, failure, next?.condition);
  }

  async #retry({ id, retries }: Delivery, atMs: number): Promise<void> {
    const { store, timers } = this.#kernel;
    await store.write(() => {
      this.#store.postpone(id, retries + 1, atMs);
      timers.set(RETRY, String(id), atMs);
    });
  }

  /** The row is as it was: the next start finds it. */
  #notRecorded({ ruleArn, target }: Delivery, error: unknown): void {
    const fields = { rule: ruleArn, target: target.Arn, error: String(error) };
    this.#kernel.log.error('The result of a delivery could not be stored; it is repeated after a restart.', fields);
  }

  async #giveUp(delivery: Delivery, { code, message }: Failure, exhausted: string | undefined): Promise<void> {
    const { store, timers, clock, log } = this.#kernel;
    const { id, target, ruleArn, retries } = delivery;
    if (!delivery.deadLetter && target.DeadLetterConfig?.Arn) {
      const givenUpMs = clock.now();
      const deadLetter = { code, message, targetRetries: retries, givenUpMs, ...(exhausted && { exhausted }) };
      await store.write(() => {
        this.#store.giveUp(id, deadLetter);
        timers.set(RETRY, String(id), givenUpMs + 1);
      });
      return;
    }
    const why = delivery.deadLetter ? 'The dead-letter queue did not take it.' : 'The target has no dead-letter queue.';
    log.error(`An event was dropped. ${why}`, { rule: ruleArn, target: target.Arn, code, message });
    await store.write(() => this.#store.remove(id));
  }
}
