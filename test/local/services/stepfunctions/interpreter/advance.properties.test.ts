import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance } from '../../../../../local/src/services/stepfunctions/interpreter/advance.ts';
import type {
  HistoryEvent,
  Snapshot,
  StateMachine,
  Step,
  Stimulus,
} from '../../../../../local/src/services/stepfunctions/interpreter/contract.ts';
import { initialSnapshot } from '../../../../../local/src/services/stepfunctions/interpreter/initial-snapshot.ts';
import type { Json } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import { definition, input } from './definitions.ts';
import { factsOf, machineOf, START_MS } from './harness.ts';

const TERMINAL = new Set(['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut']);

/**
 * One possible next stimulus; `pick` chooses among all known tasks and timers, including those that no longer exist.
 */
interface Move {
  readonly kind:
    | 'started'
    | 'submitted'
    | 'succeeded'
    | 'failed'
    | 'heartbeat'
    | 'timer'
    | 'stop'
    | 'redrive'
    | 'pause';
  readonly pick: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom('started' as const, 'submitted' as const, 'heartbeat' as const, 'pause' as const),
    },
    { weight: 6, arbitrary: fc.constantFrom('succeeded' as const, 'failed' as const, 'timer' as const) },
    { weight: 1, arbitrary: fc.constantFrom('stop' as const, 'redrive' as const) },
  ),
  pick: fc.nat(1000),
});

/** Drives an execution by random moves, and tracks its tasks and timers as an engine does. */
class Bookkeeper {
  readonly machine: StateMachine;
  snapshot: Snapshot;
  readonly history: HistoryEvent[] = [];
  readonly known: string[] = [];
  readonly open = new Set<string>();
  readonly knownTimers: string[] = [];
  readonly timers = new Map<string, number>();
  private nowMs = START_MS;
  private tokens = 0;
  private readonly reload: boolean;

  constructor(machine: StateMachine, value: Json, reload: boolean) {
    this.machine = machine;
    this.reload = reload;
    this.snapshot = initialSnapshot(factsOf(value));
  }

  async give(stimulus: Stimulus): Promise<Step> {
    const before: Snapshot = this.reload ? JSON.parse(JSON.stringify(this.snapshot)) : this.snapshot;
    deepFreeze(before);
    const random = { uuid: () => 'uuid', number: () => 0.25 };
    const step = await advance(this.machine, before, stimulus, {
      nowMs: this.nowMs,
      random,
      token: () => `t${++this.tokens}`,
    });
    if (stimulus.kind.startsWith('task') && 'taskId' in stimulus && /Succeeded|Failed/.test(stimulus.kind))
      this.open.delete(stimulus.taskId);
    this.book(step);
    this.snapshot = step.snapshot;
    return step;
  }

  async make({ kind, pick }: Move): Promise<void> {
    this.nowMs += pick % 700;
    const taskId = this.known[pick % Math.max(1, this.known.length)] ?? 'task0@';
    if (kind === 'stop' || kind === 'redrive') await this.give({ kind });
    else if (kind === 'timer') await this.fire(pick);
    else if (kind === 'started') await this.give({ kind: 'taskStarted', taskId });
    else if (kind === 'submitted') await this.give({ kind: 'taskSubmitted', taskId, output: { pick } });
    else if (kind === 'succeeded')
      await this.give({ kind: 'taskSucceeded', taskId, output: { a: { b: pick }, list: [1, 2] } });
    else if (kind === 'failed') await this.give({ kind: 'taskFailed', taskId, error: 'Broken', cause: 'as told' });
    else if (kind === 'heartbeat') await this.give({ kind: 'heartbeat', taskId });
  }

  /** Answers all remaining tasks and timers until the execution has ended. */
  async end(): Promise<void> {
    for (let left = 400; left > 0 && this.snapshot.status === 'RUNNING'; left -= 1) {
      const [taskId] = this.open;
      if (taskId !== undefined) await this.give({ kind: 'taskSucceeded', taskId, output: {} });
      else await this.fire(0);
    }
  }

  private async fire(pick: number): Promise<void> {
    const due = [...this.timers].sort((a, b) => a[1] - b[1])[0];
    const timerId = pick % 3 === 2 ? this.knownTimers[pick % Math.max(1, this.knownTimers.length)] : due?.[0];
    if (timerId === undefined) return;
    const at = this.timers.get(timerId);
    if (at !== undefined) this.nowMs = Math.max(this.nowMs, at);
    this.timers.delete(timerId);
    await this.give({ kind: 'timerFired', timerId });
  }

  private book({ events, effects }: Step): void {
    this.history.push(...events);
    for (const effect of effects) {
      if (effect.kind === 'runTask') {
        this.known.push(effect.taskId);
        this.open.add(effect.taskId);
      } else if (effect.kind === 'cancelTask') {
        if (!this.open.delete(effect.taskId)) throw new Error(`cancels ${effect.taskId}, which is not open`);
      } else if (effect.kind === 'setTimer') {
        this.knownTimers.push(effect.timerId);
        this.timers.set(effect.timerId, effect.dueMs);
      } else {
        this.timers.delete(effect.timerId);
      }
    }
  }
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const each of Object.values(value)) deepFreeze(each);
}

const RUNS = { numRuns: 300 };

describe('any definition, with any stimuli in any order', () => {
  test('never throws, never changes the snapshot it was given, and writes one terminal event for each run', async () => {
    await fc.assert(
      fc.asyncProperty(definition, input, fc.array(move, { maxLength: 25 }), async (each, value, moves) => {
        const books = new Bookkeeper(machineOf(each), value, false);
        await books.give({ kind: 'start' });
        for (const next of moves) await books.make(next);
        await books.end();
        expect(books.snapshot.status).not.toBe('RUNNING');
        const runs = 1 + books.history.filter((event) => event.type === 'ExecutionRedriven').length;
        const terminal = books.history.filter((event) => TERMINAL.has(event.type));
        expect(terminal).toHaveLength(runs);
        expect(TERMINAL.has(books.history.at(-1)?.type ?? '')).toBe(true);
      }),
      RUNS,
    );
  });

  test('numbers events without a gap, and each follows an earlier one', async () => {
    await fc.assert(
      fc.asyncProperty(definition, input, fc.array(move, { maxLength: 25 }), async (each, value, moves) => {
        const books = new Bookkeeper(machineOf(each), value, false);
        await books.give({ kind: 'start' });
        for (const next of moves) await books.make(next);
        expect(books.history.map((event) => event.id)).toEqual(books.history.map((_, index) => index + 1));
        expect(books.history.filter((event) => event.previousEventId >= event.id)).toEqual([]);
        expect(books.snapshot.lastEventId).toBe(books.history.length);
      }),
      RUNS,
    );
  });

  test('leaves no task and no timer after the end of the execution', async () => {
    await fc.assert(
      fc.asyncProperty(definition, input, fc.array(move, { maxLength: 25 }), async (each, value, moves) => {
        const books = new Bookkeeper(machineOf(each), value, false);
        await books.give({ kind: 'start' });
        for (const next of moves) {
          await books.make(next);
          expect(Object.keys(books.snapshot.tasks).sort()).toEqual([...books.open].sort());
        }
        await books.end();
        expect([...books.open]).toEqual([]);
        expect([...books.timers]).toEqual([]);
      }),
      RUNS,
    );
  });

  test('gives the same result if the snapshot is stored as JSON between any two steps', async () => {
    await fc.assert(
      fc.asyncProperty(definition, input, fc.array(move, { maxLength: 25 }), async (each, value, moves) => {
        const kept = new Bookkeeper(machineOf(each), value, false);
        const stored = new Bookkeeper(machineOf(each), value, true);
        for (const books of [kept, stored]) {
          await books.give({ kind: 'start' });
          for (const next of moves) await books.make(next);
          await books.end();
        }
        expect(stored.history).toEqual(kept.history);
        expect(stored.snapshot).toEqual(kept.snapshot);
      }),
      RUNS,
    );
  });

  test('returns the same snapshot for a stimulus whose task or timer no longer exists', async () => {
    await fc.assert(
      fc.asyncProperty(definition, input, fc.array(move, { maxLength: 15 }), async (each, value, moves) => {
        const books = new Bookkeeper(machineOf(each), value, false);
        await books.give({ kind: 'start' });
        for (const next of moves) await books.make(next);
        await books.end();
        const { snapshot } = books;
        const stale: Stimulus[] = [
          { kind: 'start' },
          { kind: 'stop' },
          ...books.known.map((taskId) => ({ kind: 'taskSucceeded' as const, taskId, output: 1 })),
          ...books.knownTimers.map((timerId) => ({ kind: 'timerFired' as const, timerId })),
        ];
        for (const stimulus of stale) {
          const step = await books.give(stimulus);
          expect([step.snapshot === snapshot, step.events, step.effects]).toEqual([true, [], []]);
        }
      }),
      RUNS,
    );
  });
});
