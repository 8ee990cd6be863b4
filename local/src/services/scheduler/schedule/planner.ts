import type { Timer } from '../../../core/clock/timers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { handOver, type ScheduleDeliveries } from '../delivery/deliveries.ts';
import { defaultNotification } from '../delivery/input.ts';
import { type Invocation, newDelivery } from '../delivery/invocation.ts';
import { templatedKind } from '../delivery/target-kinds.ts';
import { groupArn, scheduleArn } from '../names.ts';
import type { ScheduleStore } from '../store/schedule-store.ts';
import { nextOccurrence } from './expression.ts';
import type { Schedule } from './schedule.ts';

const TIMERS = 'scheduler.schedule';
const MINUTE_MS = 60_000;

/**
 * Invokes the targets of schedules at their times. Each enabled schedule with a next occurrence has a timer, whose data
 * is the time of the occurrence. The transaction that stores an occurrence's delivery also moves the timer to the next
 * occurrence, so a restart repeats no occurrence and omits none.
 */
export class Planner {
  readonly #kernel: Kernel;
  readonly #schedules: ScheduleStore;
  readonly #deliveries: ScheduleDeliveries;

  constructor(kernel: Kernel, schedules: ScheduleStore, deliveries: ScheduleDeliveries) {
    this.#kernel = kernel;
    this.#schedules = schedules;
    this.#deliveries = deliveries;
    kernel.timers.handle(TIMERS, (timer) => this.#fire(timer));
  }

  /** Plans the first occurrence after `afterMs`. Must be called inside a transaction. Returns whether there is one. */
  plan(schedule: Schedule, afterMs: number): boolean {
    const { timers, ids } = this.#kernel;
    const next = schedule.state === 'ENABLED' ? nextOccurrence(schedule, afterMs) : undefined;
    if (next === undefined) {
      this.clear(schedule.group, schedule.name);
      return false;
    }
    const delayMs = Math.floor((schedule.windowMinutes ?? 0) * MINUTE_MS * ids.number());
    timers.set(TIMERS, timerId(schedule.group, schedule.name), next + delayMs, String(next));
    return true;
  }

  /** Removes the timer of a schedule. Must be called inside a transaction. */
  clear(group: string, name: string): void {
    this.#kernel.timers.clear(TIMERS, timerId(group, name));
  }

  async #fire({ id, data }: Timer): Promise<void> {
    const [group = '', name = ''] = id.split('/');
    const begin = await this.#kernel.store.write(() => {
      const schedule = this.#schedules.find(group, name);
      if (schedule?.state !== 'ENABLED') return undefined;
      const scheduledMs = Number(data);
      const invoked = this.#invoke(schedule, scheduledMs);
      this.#goOn(schedule, scheduledMs);
      return invoked;
    });
    if (!begin) return;
    this.#kernel.meter.add('scheduler', 'invocations', 1);
    begin();
  }

  /** Stores the invocation. Returns the function that begins it after the commit. */
  #invoke({ group, name, target }: Schedule, scheduledMs: number): () => void {
    const { home, ids, clock } = this.#kernel;
    const invocation: Invocation = {
      executionId: ids.uuid(),
      scheduleArn: scheduleArn(home, group, name),
      groupArn: groupArn(home, group),
      scheduledMs,
      target,
    };
    const input = target.Input ?? (templatedKind(target.Arn) ? defaultNotification(home, invocation) : '{}');
    const handedOver = handOver(this.#kernel, invocation, input);
    if (handedOver) return handedOver;
    const added = this.#deliveries.add(newDelivery(invocation, input, clock.now()));
    return () => this.#deliveries.begin([added]);
  }

  /**
   * Plans the occurrence after `scheduledMs`. After a downtime, occurrences older than the maximum event age are
   * skipped. A schedule without a further occurrence is completed.
   */
  #goOn(schedule: Schedule, scheduledMs: number): void {
    const { clock, log } = this.#kernel;
    const oldestMs = clock.now() - schedule.target.RetryPolicy.MaximumEventAgeInSeconds * 1_000;
    const next = nextOccurrence(schedule, scheduledMs);
    if (next !== undefined && next < oldestMs)
      log.warn('Occurrences of a schedule were skipped, because they are older than its maximum event age.', {
        schedule: scheduleArn(this.#kernel.home, schedule.group, schedule.name),
      });
    if (this.plan(schedule, Math.max(scheduledMs, oldestMs - 1))) return;
    if (schedule.actionAfterCompletion === 'DELETE') this.#schedules.delete(schedule.group, schedule.name);
  }
}

/** Names of groups and schedules contain no slash. */
const timerId = (group: string, name: string): string => `${group}/${name}`;
