import type { Kernel } from '../../core/kernel.ts';
import type { ArchiveStore } from './archive/archive-store.ts';
import type { ManagedRules } from './archive/managed-rules.ts';
import type { Retention } from './archive/retention.ts';
import type { EventDeliveries } from './delivery/deliveries.ts';
import type { ApiDestinationStore } from './destinations/api-destination-store.ts';
import type { ConnectionStore } from './destinations/connection-store.ts';
import type { Invocations } from './destinations/invocations.ts';
import type { RateLimits } from './destinations/rate-limits.ts';
import type { Tokens } from './destinations/tokens.ts';
import type { Publisher } from './publisher.ts';
import type { ReplayStore } from './replay/replay-store.ts';
import type { Replays } from './replay/replays.ts';
import type { Schedules } from './schedule/schedules.ts';
import type { BusStore } from './store/bus-store.ts';
import type { RuleStore } from './store/rule-store.ts';
import type { TagStore } from './store/tag-store.ts';

/** The objects that the actions of the EventBridge API use. */
export interface EventBridgeContext {
  readonly kernel: Kernel;
  readonly buses: BusStore;
  readonly rules: RuleStore;
  readonly tags: TagStore;
  readonly archives: ArchiveStore;
  readonly managedRules: ManagedRules;
  readonly retention: Retention;
  readonly replayStore: ReplayStore;
  readonly replays: Replays;
  readonly connections: ConnectionStore;
  readonly destinations: ApiDestinationStore;
  readonly rateLimits: RateLimits;
  readonly tokens: Tokens;
  readonly invocations: Invocations;
  readonly publisher: Publisher;
  readonly schedules: Schedules;
  readonly deliveries: EventDeliveries;
  /** PutEvents throttles the entries of clients while at least this many deliveries are pending. */
  readonly maxUndelivered: number;
}
