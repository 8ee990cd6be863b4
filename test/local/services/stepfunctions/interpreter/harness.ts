import { advance } from '../../../../../local/src/services/stepfunctions/interpreter/advance.ts';
import type {
  HistoryEvent,
  Snapshot,
  StateMachine,
  Step,
  Stimulus,
  Surroundings,
  TaskEffect,
} from '../../../../../local/src/services/stepfunctions/interpreter/contract.ts';
import { initialSnapshot } from '../../../../../local/src/services/stepfunctions/interpreter/initial-snapshot.ts';
import { parseStateMachine } from '../../../../../local/src/services/stepfunctions/interpreter/parse-state-machine.ts';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';

/** 2026-01-02T03:04:05.000Z: the start of every execution in these tests. */
export const START_MS = 1_767_323_045_000;
export const ROLE_ARN = 'arn:aws:iam::000000000000:role/conformance';

/** The answer of a simulated task, and its delay in milliseconds. */
export interface Answer {
  readonly stimulus: Stimulus;
  readonly afterMs?: number;
}
export type Worker = (task: TaskEffect, nowMs: number) => readonly Answer[];

export const machineOf = (definition: unknown, type: StateMachine['type'] = 'STANDARD'): StateMachine =>
  parseStateMachine(
    typeof definition === 'string' ? definition : JSON.stringify(definition),
    'arn:aws:states:us-east-1:000000000000:stateMachine:machine',
    'machine',
    type,
  );

export const factsOf = (input: Json) => ({
  arn: 'arn:aws:states:us-east-1:000000000000:execution:machine:run',
  name: 'run',
  roleArn: ROLE_ARN,
  startMs: START_MS,
  input,
  redriveCount: 0,
});

/**
 * Drives one execution in virtual time: performs the effects of each step, keeps timers and answers in order of time,
 * and applies them one at a time.
 */
export class Execution {
  readonly machine: StateMachine;
  snapshot: Snapshot;
  readonly history: HistoryEvent[] = [];
  readonly tasks: TaskEffect[] = [];
  readonly cancelled: string[] = [];
  readonly timers = new Map<string, number>();
  nowMs = START_MS;
  private readonly worker: Worker;
  private readonly reload: boolean;
  private pending: { dueMs: number; order: number; stimulus: Stimulus }[] = [];
  private order = 0;
  private tokens = 0;

  constructor(
    definition: unknown,
    options: { input?: Json; worker?: Worker; reload?: boolean; type?: StateMachine['type'] } = {},
  ) {
    this.machine = machineOf(definition, options.type);
    const facts = factsOf(options.input === undefined ? {} : options.input);
    const express = { ...facts, arn: 'arn:aws:states:us-east-1:000000000000:express:machine:run:0' };
    this.snapshot = initialSnapshot(options.type === 'EXPRESS' ? express : facts);
    this.worker = options.worker ?? (() => []);
    this.reload = options.reload ?? false;
  }

  surroundings(): Surroundings {
    return {
      nowMs: this.nowMs,
      random: { uuid: () => '00000000-0000-4000-8000-000000000000', number: () => 0.5 },
      token: () => `token-${++this.tokens}`,
    };
  }

  /** Applies one stimulus and performs its effects. */
  async give(stimulus: Stimulus): Promise<Step> {
    const before = this.reload ? (JSON.parse(JSON.stringify(this.snapshot)) as Snapshot) : this.snapshot;
    const step = await advance(this.machine, before, stimulus, this.surroundings());
    this.snapshot = step.snapshot;
    this.history.push(...step.events);
    for (const effect of step.effects) {
      if (effect.kind === 'setTimer') this.timers.set(effect.timerId, effect.dueMs);
      else if (effect.kind === 'clearTimer') this.timers.delete(effect.timerId);
      else if (effect.kind === 'cancelTask') this.cancelled.push(effect.taskId);
      else this.perform(effect);
    }
    return step;
  }

  /** Starts the execution and runs only its first step. */
  async begin(): Promise<this> {
    await this.give({ kind: 'start' });
    return this;
  }

  /** Starts the execution and runs it until it ends or has neither answers nor timers left. */
  async run(): Promise<this> {
    await this.begin();
    return this.settle();
  }

  async settle(): Promise<this> {
    for (let steps = 0; steps < 20_000 && (await this.next()); steps += 1);
    return this;
  }

  /** The earliest answer or timer, if there is one; at the same moment, answers precede timers. */
  async next(): Promise<boolean> {
    this.pending.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
    const [timer] = [...this.timers].sort((a, b) => a[1] - b[1]);
    const answer = this.pending[0];
    if (answer !== undefined && (timer === undefined || answer.dueMs <= timer[1])) {
      this.pending.shift();
      this.nowMs = Math.max(this.nowMs, answer.dueMs);
      await this.give(answer.stimulus);
      return true;
    }
    if (timer === undefined) return false;
    this.timers.delete(timer[0]);
    this.nowMs = Math.max(this.nowMs, timer[1]);
    await this.give({ kind: 'timerFired', timerId: timer[0] });
    return true;
  }

  types(): string[] {
    return this.history.map((event) => event.type);
  }

  /** The events as `id previousEventId type`. */
  chain(): string[] {
    return this.history.map((event) => `${event.id} ${event.previousEventId} ${event.type}`);
  }

  /** The details of the events of one type. */
  detailsOf(type: string): unknown[] {
    return this.history.filter((event) => event.type === type).map((event) => event.details);
  }

  /** The tasks started last, by state name. */
  task(stateName: string): TaskEffect {
    const found = this.tasks.findLast((each) => each.stateName === stateName);
    if (found === undefined) throw new Error(`no task of the state ${stateName}`);
    return found;
  }

  /** Advances the time and fires all due timers and answers. */
  async pass(seconds: number): Promise<void> {
    const until = this.nowMs + seconds * 1000;
    for (;;) {
      const due = [...this.timers].filter(([, dueMs]) => dueMs <= until).sort((a, b) => a[1] - b[1])[0];
      if (due === undefined) break;
      this.timers.delete(due[0]);
      this.nowMs = Math.max(this.nowMs, due[1]);
      await this.give({ kind: 'timerFired', timerId: due[0] });
    }
    this.nowMs = until;
  }

  private perform(effect: TaskEffect): void {
    this.tasks.push(effect);
    for (const { stimulus, afterMs = 0 } of this.worker(effect, this.nowMs)) {
      this.order += 1;
      this.pending.push({ dueMs: this.nowMs + afterMs, order: this.order, stimulus });
    }
  }
}
