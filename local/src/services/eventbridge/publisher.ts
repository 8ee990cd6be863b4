import type { FlatEvent } from '../../core/event-pattern/flat-event.ts';
import { matchesPattern } from '../../core/event-pattern/match-pattern.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { ArchiveStore } from './archive/archive-store.ts';
import type { Retention } from './archive/retention.ts';
import { type EventDeliveries, handOver } from './delivery/deliveries.ts';
import { newDelivery } from './delivery/delivery.ts';
import { eventBus } from './delivery/targets/event-bus.ts';
import { targetKind } from './delivery/targets/target-kinds.ts';
import { type BusEvent, flatten } from './event.ts';
import { ruleArn } from './names.ts';
import type { RuleStore } from './store/rule-store.ts';
import type { Target } from './target.ts';

export interface PublisherDependencies {
  readonly kernel: Kernel;
  readonly rules: RuleStore;
  readonly archives: ArchiveStore;
  readonly retention: Retention;
  readonly deliveries: EventDeliveries;
}

/** An event to publish on a bus. */
export interface Publication {
  readonly bus: string;
  readonly event: BusEvent;
  /** The ARNs of the rules that receive a replayed event; other rules ignore it. Set for replays only. */
  readonly onlyRules?: ReadonlySet<string>;
  /** Whether the event comes from another bus; such an event is not sent to a third bus. */
  readonly isForwarded?: boolean;
}

/**
 * Publishes events. It stores the archive entries and deliveries of all events in one transaction, then starts the
 * deliveries. A target whose service takes part in the transaction needs no delivery.
 */
export class Publisher {
  readonly #dependencies: PublisherDependencies;

  constructor(dependencies: PublisherDependencies) {
    this.#dependencies = dependencies;
  }

  /** Resolves when all archive entries and deliveries are on disk. `alsoWrite` runs in the same transaction. */
  async publish(publications: () => readonly Publication[], alsoWrite: () => void = () => {}): Promise<void> {
    const made = await this.#dependencies.kernel.store.write(() => {
      const added = publications().flatMap((publication) => this.#store(publication));
      alsoWrite();
      return added;
    });
    for (const begin of made) begin();
  }

  /** Sends an event to the given targets of one rule, without matching the rule's pattern. For schedules. */
  async send(rule: string, targets: readonly Target[], event: BusEvent, alsoWrite: () => void): Promise<void> {
    const made = await this.#dependencies.kernel.store.write(() => {
      alsoWrite();
      return targets.map((target) => this.#deliver(rule, target, event));
    });
    for (const begin of made) begin();
  }

  #store({ bus, event, onlyRules, isForwarded = false }: Publication): readonly (() => void)[] {
    const { kernel, rules, archives, retention } = this.#dependencies;
    const active = rules.active(bus);
    const archiving = event.replayName === undefined ? archives.active(bus) : [];
    if (active.length === 0 && archiving.length === 0) return [];
    const flat: FlatEvent = flatten(event);
    for (const archive of archiving)
      if (!archive.pattern || matchesPattern(archive.pattern, flat)) retention.archive(archive, event);
    return active.flatMap(({ rule, pattern, targets }) => {
      const arn = ruleArn(kernel.home, bus, rule.name);
      if ((onlyRules && !onlyRules.has(arn)) || !matchesPattern(pattern, flat)) return [];
      return targets
        .filter((target) => !isForwarded || this.#mayReceiveForwarded(arn, target))
        .map((target) => this.#deliver(arn, target, event));
    });
  }

  /**
   * False for an event from another bus if the target is also a bus. On AWS, events from a sender bus cannot be routed
   * to a third bus (EventBridge guide, "Sending and receiving events between event buses"), so buses cannot form a
   * loop.
   */
  #mayReceiveForwarded(rule: string, target: Target): boolean {
    if (targetKind(target) !== eventBus) return true;
    const { log, meter } = this.#dependencies.kernel;
    meter.add('events', 'events not sent to a third bus', 1);
    log.warn('An event was not sent to an event bus, as on AWS: it comes from another event bus.', {
      rule,
      target: target.Arn,
    });
    return false;
  }

  /** Stores an event for a target. Returns the function that starts its delivery after the commit. */
  #deliver(ruleArn: string, target: Target, { json, ingestedMs }: BusEvent): () => void {
    const { kernel, deliveries } = this.#dependencies;
    const delivery = { token: kernel.ids.uuid(), ruleArn, target, event: json, ingestedMs };
    const handedOver = handOver(kernel, delivery);
    if (handedOver) return handedOver;
    const added = deliveries.add(newDelivery(delivery));
    return () => deliveries.begin([added]);
  }
}
