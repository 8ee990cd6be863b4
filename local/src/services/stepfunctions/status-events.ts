import type { Kernel } from '../../core/kernel.ts';
import { redriveFacts } from './redrive-facts.ts';
import type { ExecutionIdentity, ExecutionState } from './store/executions.ts';
import type { Outbox } from './store/outbox.ts';

/** An entry of EventBridge's PutEvents. */
export type AwsEvent = {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
  readonly Time: Date;
};

/** Puts an event of an AWS service on the default bus; resolves once the bus has it for good. */
export type PublishAwsEvent = (entry: AwsEvent) => Promise<void>;

export interface PendingEvent {
  readonly id: number;
  readonly event: AwsEvent;
}

const OWNER = 'states-outbox';
const RETRY_MS = 10_000;
/** Input and output are left out of an event when they would make it too large for the bus. */
const MAX_PAYLOAD_BYTES = 248 * 1024;

/**
 * "Step Functions Execution Status Change" events of Standard executions. They are recorded with the status they tell
 * and published afterwards, so that a crash between the two delays them and loses none.
 */
export class StatusEvents {
  readonly #kernel: Kernel;
  readonly #outbox: Outbox;
  readonly #publish: PublishAwsEvent;
  /** Published, and not yet taken off the outbox. */
  readonly #published: number[] = [];

  constructor(kernel: Kernel, outbox: Outbox, publish: PublishAwsEvent) {
    this.#kernel = kernel;
    this.#outbox = outbox;
    this.#publish = publish;
    kernel.timers.handle(OWNER, () => this.resume());
  }

  /** Inside a work. */
  record(identity: ExecutionIdentity, state: ExecutionState): PendingEvent {
    const event = statusEvent(identity, state, this.#kernel.clock.now());
    return { id: this.#outbox.add(JSON.stringify(event)), event };
  }

  /** Publishes in the given order, without waiting for each other. */
  send(pending: readonly PendingEvent[]): void {
    for (const each of pending) void this.#kernel.inflight.track(this.#sendOne(each));
  }

  /** Publishes what was recorded and not published. */
  resume(): void {
    const rows = this.#outbox.all();
    this.send(rows.map(({ id, entry }) => ({ id, event: eventOf(entry) })));
  }

  async #sendOne({ id, event }: PendingEvent): Promise<void> {
    const { store, timers, clock, log } = this.#kernel;
    try {
      await this.#publish(event);
      await this.#takeOff(id);
    } catch (error) {
      log.warn('A status event could not be published and will be tried again.', { error: String(error) });
      await store.write(() => timers.set(OWNER, 'retry', clock.now() + RETRY_MS)).catch(() => {});
    }
  }

  /** All that is published until the next write is taken off with it. */
  async #takeOff(id: number): Promise<void> {
    this.#published.push(id);
    if (this.#published.length > 1) return;
    await this.#kernel.store.write(() => {
      for (const each of this.#published.splice(0)) this.#outbox.remove(each);
    });
  }
}

const eventOf = (entry: string): AwsEvent => {
  const event = JSON.parse(entry);
  return { ...event, Time: new Date(event.Time) };
};

/** The event as "Events in Step Functions" of the EventBridge guide shows it; times in milliseconds. */
const statusEvent = (identity: ExecutionIdentity, state: ExecutionState, nowMs: number): AwsEvent => {
  const outputBytes = escapedBytes(state.output);
  const keepsOutput = outputBytes <= MAX_PAYLOAD_BYTES;
  const keepsInput = escapedBytes(identity.input) + (keepsOutput ? outputBytes : 0) <= MAX_PAYLOAD_BYTES;
  const detail = {
    executionArn: identity.arn,
    stateMachineArn: identity.stateMachineArn,
    stateMachineAliasArn: identity.aliasArn,
    stateMachineVersionArn: identity.versionArn,
    name: identity.name,
    status: state.status,
    startDate: identity.startMs,
    stopDate: state.stopMs,
    input: keepsInput ? identity.input : null,
    inputDetails: { included: keepsInput },
    output: keepsOutput ? state.output : null,
    outputDetails: state.output === null ? null : { included: keepsOutput },
    error: state.error,
    cause: state.cause,
    redriveCount: state.redriveCount,
    redriveDate: state.redriveMs,
    ...redriveFacts(identity, state, nowMs),
  };
  return {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Detail: JSON.stringify(detail),
    Resources: [identity.arn],
    Time: new Date(nowMs),
  };
};

/** Bytes of a text as it stands inside the event's JSON. */
const escapedBytes = (text: string | null): number => (text === null ? 0 : Buffer.byteLength(JSON.stringify(text)));
