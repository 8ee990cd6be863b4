import type { Kernel } from '../../../core/kernel.ts';
import { parseSchedule } from '../../../core/schedule/schedule.ts';
import { busEvent } from '../event.ts';
import { DEFAULT_BUS, ruleArn } from '../names.ts';
import type { Publisher } from '../publisher.ts';
import { isEnabled, type Rule, type RuleStore } from '../store/rule-store.ts';

const SCHEDULE = 'eventbridge.schedule';

/** Sends `Scheduled Event`s to the targets of scheduled rules, which are always on the default bus. */
export class Schedules {
  readonly #kernel: Kernel;
  readonly #rules: RuleStore;
  readonly #publisher: Publisher;

  constructor(kernel: Kernel, rules: RuleStore, publisher: Publisher) {
    this.#kernel = kernel;
    this.#rules = rules;
    this.#publisher = publisher;
    kernel.timers.handle(SCHEDULE, ({ id }) => this.#fire(id));
  }

  /** Sets or clears a rule's timer. Must be called inside a transaction, after a rule was changed or deleted. */
  plan(name: string, rule: Rule | undefined): void {
    const { timers, clock } = this.#kernel;
    const schedule = rule?.schedule && isEnabled(rule) ? parseSchedule(rule.schedule) : undefined;
    const next = rule && schedule?.(clock.now(), rule.scheduledFromMs);
    if (next === undefined) timers.clear(SCHEDULE, name);
    else timers.set(SCHEDULE, name, next);
  }

  /**
   * Sends one event per due time. If several due times passed while the runtime was stopped, sends one event for all of
   * them.
   */
  async #fire(name: string): Promise<void> {
    const { home, clock, ids } = this.#kernel;
    const rule = this.#rules.find(DEFAULT_BUS, name);
    if (!rule) return;
    const arn = ruleArn(home, DEFAULT_BUS, name);
    const nowMs = clock.now();
    const event = busEvent({
      id: ids.uuid(),
      detailType: 'Scheduled Event',
      source: 'aws.events',
      detail: '{}',
      resources: [arn],
      account: home.accountId,
      region: home.region,
      timeMs: nowMs,
      ingestedMs: nowMs,
    });
    const targets = this.#rules.targets(DEFAULT_BUS, name);
    await this.#publisher.send(arn, targets, event, () => this.plan(name, this.#rules.find(DEFAULT_BUS, name)));
  }
}
