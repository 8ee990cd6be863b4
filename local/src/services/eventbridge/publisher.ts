import type { Delivery } from '../../core/delivery/delivery.ts';
import type { Kernel } from '../../core/kernel.ts';
import type { ArchiveStore } from './archive/archive-store.ts';
import type { Retention } from './archive/retention.ts';
import type { EventDeliveries } from './delivery/deliveries.ts';
import { type DeliveryFacts, newDelivery } from './delivery/delivery.ts';
import { type BusEvent, flatten } from './event.ts';
import { ruleArn } from './names.ts';
import type { FlatEvent } from './pattern/flat-event.ts';
import { matchesPattern } from './pattern/match-pattern.ts';
import type { RuleStore } from './store/rule-store.ts';
import type { Target } from './target.ts';

export interface PublisherDependencies {
  readonly kernel: Kernel;
  readonly rules: RuleStore;
  readonly archives: ArchiveStore;
  readonly retention: Retention;
  readonly deliveries: EventDeliveries;
}

/** An event for a bus. With `onlyRules` (rule ARNs, set for a replay) other rules ignore it. */
export interface Publication {
  readonly bus: string;
  readonly event: BusEvent;
  readonly onlyRules?: ReadonlySet<string>;
}

/**
 * Publishes events: stores the archive entries and deliveries of each event in one transaction, then starts the
 * deliveries.
 */
export class Publisher {
  readonly #dependencies: PublisherDependencies;

  constructor(dependencies: PublisherDependencies) {
    this.#dependencies = dependencies;
  }

  /** Resolves when all archive entries and deliveries are on disk. `alsoWrite` runs in the same transaction. */
  async publish(publications: () => readonly Publication[], alsoWrite: () => void = () => {}): Promise<void> {
    const { kernel, deliveries } = this.#dependencies;
    const made = await kernel.store.write(() => {
      const added = publications().flatMap((publication) => this.#store(publication));
      alsoWrite();
      return added;
    });
    deliveries.begin(made);
  }

  /** Sends an event to the targets of one rule without matching its pattern; for schedules. */
  async send(rule: string, targets: readonly Target[], event: BusEvent, alsoWrite: () => void): Promise<void> {
    const { kernel, deliveries } = this.#dependencies;
    const made = await kernel.store.write(() => {
      alsoWrite();
      return targets.map((target) => this.#deliver(rule, target, event));
    });
    deliveries.begin(made);
  }

  #store({ bus, event, onlyRules }: Publication): readonly Delivery<DeliveryFacts>[] {
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
      return targets.map((target) => this.#deliver(arn, target, event));
    });
  }

  #deliver(rule: string, target: Target, { json, ingestedMs }: BusEvent): Delivery<DeliveryFacts> {
    const { kernel, deliveries } = this.#dependencies;
    return deliveries.add(newDelivery({ token: kernel.ids.uuid(), ruleArn: rule, target, event: json, ingestedMs }));
  }
}
