import type { Kernel } from '../../core/kernel.ts';
import type { HoldsPolicies, ServiceModule } from '../../core/service.ts';
import { apiDestinationActions } from './actions/api-destinations.ts';
import { archiveActions } from './actions/archives.ts';
import { connectionActions } from './actions/connections.ts';
import { eventBusActions } from './actions/event-buses.ts';
import { invokeApiDestination } from './actions/invoke-api-destination.ts';
import { permissionActions } from './actions/permissions.ts';
import { putEventsActions } from './actions/put-events.ts';
import { REFUSED_ACTIONS } from './actions/refused.ts';
import { replayActions } from './actions/replays.ts';
import { ruleActions } from './actions/rules.ts';
import { tagActions } from './actions/tags.ts';
import { targetActions } from './actions/targets.ts';
import { TestEventPattern } from './actions/test-event-pattern.ts';
import { ArchiveStore } from './archive/archive-store.ts';
import { ManagedRules } from './archive/managed-rules.ts';
import { Retention } from './archive/retention.ts';
import type { EventBridgeContext } from './context.ts';
import { createDeliveries, type EventDeliveries } from './delivery/deliveries.ts';
import { createDestinations } from './destinations/destinations.ts';
import { resourceOf } from './names.ts';
import { Publisher } from './publisher.ts';
import { ReplayStore } from './replay/replay-store.ts';
import { Replays } from './replay/replays.ts';
import { Schedules } from './schedule/schedules.ts';
import { BusStore } from './store/bus-store.ts';
import { RuleStore } from './store/rule-store.ts';
import { TABLES } from './store/tables.ts';
import { TagStore } from './store/tag-store.ts';

/** Default maximum number of pending deliveries; one machine needs some hours for this many. */
const MAX_UNDELIVERED = 100_000;

const createContext = (
  kernel: Kernel,
  maxUndelivered: number,
): EventBridgeContext & { readonly deliveries: EventDeliveries } => {
  const { store, clock } = kernel;
  store.define(TABLES);
  const buses = new BusStore(store, clock.now());
  const rules = new RuleStore(store);
  const tags = new TagStore(store);
  const archives = new ArchiveStore(store);
  const replayStore = new ReplayStore(store);
  const retention = new Retention(kernel, archives);
  const deliveries = createDeliveries(kernel);
  const publisher = new Publisher({ kernel, rules, archives, retention, deliveries });
  const schedules = new Schedules(kernel, rules, publisher);
  const replays = new Replays({ kernel, replays: replayStore, archives, publisher, deliveries });
  return {
    kernel,
    buses,
    rules,
    tags,
    archives,
    managedRules: new ManagedRules(kernel.home, archives),
    retention,
    replayStore,
    replays,
    ...createDestinations(kernel),
    publisher,
    schedules,
    deliveries,
    maxUndelivered,
  };
};

/**
 * Amazon EventBridge: event buses, rules, targets, schedules, archives, replays and API destinations. Delivery is
 * at-least-once: an event that PutEvents has acknowledged reaches each of its targets or the target's dead-letter queue,
 * even after a restart. PutEvents refuses the entries of clients with ThrottlingException while `maxUndelivered` or more
 * deliveries are pending.
 */
export const createEventBridge = (
  kernel: Kernel,
  maxUndelivered: number = MAX_UNDELIVERED,
): ServiceModule & HoldsPolicies => {
  const context = createContext(kernel, maxUndelivered);
  return {
    service: {
      name: 'events',
      actions: {
        ...eventBusActions(context),
        ...permissionActions(context),
        ...ruleActions(context),
        ...targetActions(context),
        ...putEventsActions(context),
        ...archiveActions(context),
        ...replayActions(context),
        ...tagActions(context),
        ...connectionActions(context),
        ...apiDestinationActions(context),
        InvokeApiDestination: invokeApiDestination(context),
        TestEventPattern,
      },
      refused: REFUSED_ACTIONS,
      protocols: [{ kind: 'json', targetPrefix: 'AWSEvents', version: '1.1' }],
    },
    resourcePolicy: (arn) => context.buses.find(resourceOf(arn, 'event-bus') ?? '')?.policy ?? undefined,
    stop: () => context.deliveries.stop(),
  };
};
