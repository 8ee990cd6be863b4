import type { Kernel } from '../../../core/kernel.ts';
import { busEvent } from '../event.ts';
import { DEFAULT_BUS, ruleArn } from '../names.ts';
import type { Publisher } from '../publisher.ts';
import { isEnabled, type Rule, type RuleStore } from '../store/rule-store.ts';
import { parseSchedule } from './schedule.ts';

const SCHEDULE = 'eventbridge.schedule';

/** Sends `Scheduled Event`s to the targets of rules with a schedule, which stand on the default bus. */
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

  /** To be called, inside a work, whenever a rule has changed or is gone. */
  plan(name: string, rule: Rule | undefined): void {
    const { timers, clock } = this.#kernel;
    const schedule = rule?.schedule && isEnabled(rule) ? parseSchedule(rule.schedule) : undefined;
    const next = rule && schedule?.(clock.now(), rule.scheduledFromMs);
    if (next === undefined) timers.clear(SCHEDULE, name);
    else timers.set(SCHEDULE, name, next);
  }

  /** Once for every time that has come, and once only for all that passed while the runtime was not running. */
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
