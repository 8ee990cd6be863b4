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

export interface PublisherParts {
  readonly kernel: Kernel;
  readonly rules: RuleStore;
  readonly archives: ArchiveStore;
  readonly retention: Retention;
  readonly deliveries: EventDeliveries;
}

/** An event for a bus; with `onlyRules` (ARNs, of a replay) other rules do not see it. */
export interface Publication {
  readonly bus: string;
  readonly event: BusEvent;
  readonly onlyRules?: ReadonlySet<string>;
}

/**
 * Puts events onto buses: what each rule and archive makes of them is stored in one work, then the deliveries begin.
 */
export class Publisher {
  readonly #parts: PublisherParts;

  constructor(parts: PublisherParts) {
    this.#parts = parts;
  }

  /** Resolves once everything the events lead to is on disk. `also` is stored together with it. */
  async publish(publications: () => readonly Publication[], also: () => void = () => {}): Promise<void> {
    const { kernel, deliveries } = this.#parts;
    const made = await kernel.store.write(() => {
      const added = publications().flatMap((publication) => this.#store(publication));
      also();
      return added;
    });
    deliveries.begin(made);
  }

  /** Sends an event to the targets of one rule, whatever its pattern; for schedules. */
  async send(rule: string, targets: readonly Target[], event: BusEvent, also: () => void): Promise<void> {
    const { kernel, deliveries } = this.#parts;
    const made = await kernel.store.write(() => {
      also();
      return targets.map((target) => this.#deliver(rule, target, event));
    });
    deliveries.begin(made);
  }

  #store({ bus, event, onlyRules }: Publication): readonly Delivery<DeliveryFacts>[] {
    const { kernel, rules, archives, retention } = this.#parts;
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
    const { kernel, deliveries } = this.#parts;
    return deliveries.add(newDelivery({ token: kernel.ids.uuid(), ruleArn: rule, target, event: json, ingestedMs }));
  }
}
