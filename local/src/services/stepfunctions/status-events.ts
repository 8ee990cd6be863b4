import { Deliveries } from '../../core/delivery/deliveries.ts';
import type { Delivery } from '../../core/delivery/delivery.ts';
import { type FormerTable, takeOver } from '../../core/delivery/former-table.ts';
import type { RetryPolicy } from '../../core/delivery/retry-policy.ts';
import type { Kernel } from '../../core/kernel.ts';
import { redriveFacts } from './redrive-facts.ts';
import type { ExecutionIdentity, ExecutionState } from './store/executions.ts';

/** An entry of EventBridge's PutEvents. */
export type AwsEvent = {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
  readonly Time: Date;
};

/** Puts an event of an AWS service on the default event bus; resolves once the bus has stored it. */
export type PublishAwsEvent = (entry: AwsEvent) => Promise<void>;

const OWNER = 'states';
const BUS = 'default';
/** Limits of concurrent deliveries. They are high, because deliveries are short and concurrent ones share a commit. */
const LIMITS = { atOnce: 1_000, perTarget: 1_000 };
const POLICY: RetryPolicy = {
  phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: 10_000, longestMs: 10_000 }],
};
/**
 * Maximum bytes of input and output together in an event, because the bus limits the size of events. If both do not fit
 * together, the output has priority. A value that does not fit is omitted.
 */
const MAX_PAYLOAD_BYTES = 248 * 1024;

export type PendingEvent = Delivery<AwsEvent>;

const FORMER_TABLE: FormerTable = {
  table: 'states_outbox',
  column: 'entry',
  timers: ['states-outbox'],
  rows: `SELECT '${BUS}', entry, '', 0, 0, 0, NULL FROM former ORDER BY id`,
};

/**
 * "Step Functions Execution Status Change" events of Standard executions. An event is stored in the same transaction as
 * the status and published afterwards, so that a crash in between delays it but does not lose it.
 */
export class StatusEvents {
  readonly #kernel: Kernel;
  readonly #deliveries: Deliveries<AwsEvent>;

  constructor(kernel: Kernel, publish: PublishAwsEvent) {
    this.#kernel = kernel;
    takeOver(kernel.store, OWNER, FORMER_TABLE);
    this.#deliveries = new Deliveries<AwsEvent>(kernel, {
      name: OWNER,
      limits: LIMITS,
      attempt: async ({ facts }) => {
        // The stored event is JSON: its time is a string.
        await publish({ ...facts, Time: new Date(facts.Time) });
        return [];
      },
      kindOf: () => 'retriable',
      policyOf: () => POLICY,
      postponed: (_event, error) =>
        kernel.log.warn('A status event could not be published and will be tried again.', { error: String(error) }),
      givenUp: () => [],
    });
  }

  /** Records the event of a status. Call it inside `store.write`. */
  record(identity: ExecutionIdentity, state: ExecutionState): PendingEvent {
    const nowMs = this.#kernel.clock.now();
    const event = statusEvent(identity, state, nowMs);
    return this.#deliveries.add({ target: BUS, facts: event, body: '', sinceMs: nowMs });
  }

  /** Starts to publish the events in the given order; does not wait for the result of one before the next. */
  send(pending: readonly PendingEvent[]): void {
    this.#deliveries.begin(pending);
  }
}

/** The event in the form of "Events in Step Functions" of the EventBridge guide; times in milliseconds. */
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

/** The number of bytes that a text takes as a JSON string inside the event. */
const escapedBytes = (text: string | null): number => (text === null ? 0 : Buffer.byteLength(JSON.stringify(text)));
