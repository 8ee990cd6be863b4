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

/** Puts an event of an AWS service on the default bus; resolves once the bus has it for good. */
export type PublishAwsEvent = (entry: AwsEvent) => Promise<void>;

const OWNER = 'states';
const BUS = 'default';
/** Attempts are short, and many at once share a commit. */
const LIMITS = { atOnce: 1_000, perTarget: 1_000 };
const POLICY: RetryPolicy = {
  phases: [{ retries: Number.POSITIVE_INFINITY, firstMs: 10_000, longestMs: 10_000 }],
};
/** Input and output are left out of an event when they would make it too large for the bus. */
const MAX_PAYLOAD_BYTES = 248 * 1024;

export type PendingEvent = Delivery<AwsEvent>;

const FORMER_TABLE: FormerTable = {
  table: 'states_outbox',
  column: 'entry',
  timers: ['states-outbox'],
  rows: `SELECT '${BUS}', entry, '', 0, 0, 0, NULL FROM former ORDER BY id`,
};

/**
 * "Step Functions Execution Status Change" events of Standard executions. They are recorded with the status they tell
 * and published afterwards, so that a crash between the two delays them and loses none.
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
        // The time of an event from the store is text.
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

  /** Inside a work. */
  record(identity: ExecutionIdentity, state: ExecutionState): PendingEvent {
    const nowMs = this.#kernel.clock.now();
    const event = statusEvent(identity, state, nowMs);
    return this.#deliveries.add({ target: BUS, facts: event, body: '', sinceMs: nowMs });
  }

  /** Publishes in the given order, without waiting for each other. */
  send(pending: readonly PendingEvent[]): void {
    this.#deliveries.begin(pending);
  }
}

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
