import type { Json, JsonObject } from '../language/json.ts';
import type { Branch } from './branch.ts';
import { innerBranch, rootBranch } from './branch.ts';
import type { Effect, HistoryEvent, RunningTask, Snapshot, StateMachine, Step, Surroundings } from './contract.ts';
import type { Address, Frame, Slot, Waiting } from './frame.ts';
import { addressText, frameOf } from './frame.ts';
import type { State } from './program.ts';
import { readFrames, storeFrames } from './stored-frames.ts';

/** AWS ends a Standard execution with its event of this number. */
export const MAX_HISTORY_EVENTS = 25_000;

export const HISTORY_FULL = {
  error: 'States.Runtime',
  cause: 'The execution reached the maximum number of history events (25000).',
} as const;

/** Thrown when the history is full; ends the execution. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** A state being executed in a branch. */
export interface Site {
  readonly walk: Walk;
  readonly branch: Branch;
  readonly state: State;
  readonly frame: Frame;
}

/**
 * Adds a history event of a state; returns its id. The history of a child execution is its own and is not kept: its
 * events only get their numbers, counted along the branch from 1 (its ExecutionStarted).
 */
export function record(
  { walk, branch }: Pick<Site, 'walk' | 'branch'>,
  type: string,
  previousEventId: number,
  detailsKey?: string,
  details?: JsonObject,
): number {
  if (branch.child !== undefined) return previousEventId + 1;
  return walk.emit(type, previousEventId, detailsKey, details);
}

/**
 * One step under way: the snapshot's parts as they become, and the events and effects so far. Frames are replaced and
 * never changed, so the snapshot that the step began with stays as it was.
 */
export class Walk {
  readonly stateMachine: StateMachine;
  readonly surroundings: Surroundings;
  readonly given: Snapshot;
  readonly events: HistoryEvent[] = [];
  readonly effects: Effect[] = [];
  /** Addresses of branches that are to enter their first state, in order. */
  readonly agenda: Address[] = [];
  root: Frame | undefined;
  tasks: { readonly [taskId: string]: RunningTask };
  status: Snapshot['status'];
  execution: Snapshot['execution'];
  ending: Pick<Snapshot, 'output' | 'error' | 'cause'> = {};
  lastEventId: number;
  private counter: number;
  private readonly ownIds = new Set<string>();
  private readonly settledTimers = new Set<string>();
  private readonly texts = new Map<object, string>();
  private executionContext: JsonObject | undefined;

  constructor(stateMachine: StateMachine, given: Snapshot, surroundings: Surroundings) {
    this.stateMachine = stateMachine;
    this.surroundings = surroundings;
    this.given = given;
    const { root, counter } = readFrames(given);
    this.root = root;
    this.counter = counter;
    this.tasks = given.tasks;
    this.status = given.status;
    this.execution = given.execution;
    this.lastEventId = given.lastEventId;
  }

  /** Adds an event to the execution's history; returns its id. Events of states go through `record`. */
  emit(type: string, previousEventId: number, detailsKey?: string, details?: JsonObject): number {
    if (this.stateMachine.type === 'STANDARD' && this.lastEventId >= MAX_HISTORY_EVENTS - 1) throw new HistoryFull();
    return this.emitLast(type, previousEventId, detailsKey, details);
  }

  /** As `emit`, also when the history is full: for the event that ends the execution. */
  emitLast(type: string, previousEventId: number, detailsKey?: string, details?: JsonObject): number {
    this.lastEventId += 1;
    const event = { id: this.lastEventId, previousEventId, type, timestampMs: this.surroundings.nowMs };
    this.events.push(detailsKey === undefined || details === undefined ? event : { ...event, detailsKey, details });
    return this.lastEventId;
  }

  /** A new id for a task or timer of the branch; `addressInId` reads the address back. */
  newId(kind: string, address: Address): string {
    this.counter += 1;
    const id = `${kind}${this.counter}@${addressText(address)}`;
    this.ownIds.add(id);
    return id;
  }

  setTimer(timerId: string, dueMs: number): void {
    this.effects.push({ kind: 'setTimer', timerId, dueMs });
  }

  clearTimer(timerId: string | undefined): void {
    if (timerId === undefined || this.settledTimers.has(timerId)) return;
    this.settledTimers.add(timerId);
    this.effects.push({ kind: 'clearTimer', timerId });
  }

  /** The timer has fired: there is nothing to clear. */
  noteFired(timerId: string): void {
    this.settledTimers.add(timerId);
  }

  addTask(taskId: string, task: RunningTask): void {
    this.tasks = { ...this.tasks, [taskId]: task };
  }

  dropTask(taskId: string): void {
    const { [taskId]: _dropped, ...others } = this.tasks;
    this.tasks = others;
  }

  /** Takes back whatever the branch and those inside it wait for. */
  halt(frame: Frame): Frame {
    const { waiting, group, ...rest } = frame;
    if (waiting !== undefined) this.stopWaiting(waiting);
    if (group === undefined) return rest;
    const slots = group.slots.map((slot) => ('frame' in slot ? { frame: this.halt(slot.frame) } : slot));
    return { ...rest, group: { ...group, slots, running: 0 } };
  }

  /** The value as JSON text, made once a step for each object. */
  text(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    this.texts.set(value, text);
    return text;
  }

  /** `$$.Execution` and `$$.StateMachine`; an Express execution has no redrives to count. */
  sharedContext(): JsonObject {
    if (this.executionContext !== undefined) return this.executionContext;
    const { arn, name, roleArn, startMs, input, redriveCount, redriveMs } = this.execution;
    this.executionContext = {
      Execution: {
        Id: arn,
        Input: input,
        StartTime: isoTime(startMs),
        Name: name,
        ...(roleArn === '' ? {} : { RoleArn: roleArn }),
        ...(this.stateMachine.type === 'STANDARD' ? { RedriveCount: redriveCount } : {}),
        ...(redriveMs === undefined ? {} : { RedriveTime: isoTime(redriveMs) }),
      },
      StateMachine: { Id: this.stateMachine.arn, Name: this.stateMachine.name },
    };
    return this.executionContext;
  }

  /** The frames as the step found them. */
  givenRoot(): Frame | undefined {
    return readFrames(this.given).root;
  }

  frameAt(address: Address): Frame | undefined {
    let frame = this.root;
    for (const index of address) frame = frameOf(frame?.group?.slots[index]);
    return frame;
  }

  /** Puts a frame in its place, or what the branch came to; the frames around it are copied. */
  put(address: Address, slot: Slot): void {
    if (address.length > 0) this.root = this.root && withSlot(this.root, address, 0, slot);
    else if ('frame' in slot) this.root = slot.frame;
  }

  branchAt(address: Address): Branch {
    let branch = rootBranch(this.stateMachine.program);
    let frame = this.root;
    for (const [depth, index] of address.entries()) {
      if (frame === undefined) break;
      branch = innerBranch(branch, frame, index, address.slice(0, depth + 1));
      frame = frameOf(frame.group?.slots[index]);
    }
    return branch;
  }

  /** A step inside a child execution may leave no trace but in the frames. */
  changedNothing(): boolean {
    return this.events.length === 0 && this.effects.length === 0 && this.root === this.givenRoot();
  }

  /** The step's result. */
  finish(): Step {
    const interpreter = storeFrames({ root: this.root, counter: this.counter });
    const { execution, status, lastEventId, tasks } = this;
    const snapshot: Snapshot = {
      execution,
      status,
      ...this.ending,
      lastEventId,
      tasks,
      interpreter,
    };
    return { snapshot, events: this.events, effects: this.netEffects() };
  }

  /** The effects without what this very step began and took back. */
  private netEffects(): Effect[] {
    const takenBack = new Set<string>();
    for (const effect of this.effects) {
      if (effect.kind === 'cancelTask') takenBack.add(effect.taskId);
      if (effect.kind === 'clearTimer') takenBack.add(effect.timerId);
    }
    if (takenBack.size === 0) return this.effects;
    return this.effects.filter((effect) => {
      const id = 'taskId' in effect ? effect.taskId : effect.timerId;
      if (!takenBack.has(id)) return true;
      return !this.ownIds.has(id) && (effect.kind === 'cancelTask' || effect.kind === 'clearTimer');
    });
  }

  private stopWaiting(waiting: Waiting): void {
    if (waiting.for !== 'task') {
      this.clearTimer(waiting.timerId);
      return;
    }
    this.clearTimer(waiting.timeoutId);
    this.clearTimer(waiting.heartbeatId);
    if (!Object.hasOwn(this.tasks, waiting.taskId)) return;
    this.dropTask(waiting.taskId);
    this.effects.push({ kind: 'cancelTask', taskId: waiting.taskId });
  }
}

function withSlot(frame: Frame, address: Address, depth: number, slot: Slot): Frame {
  const index = address[depth];
  const group = frame.group;
  if (group === undefined || index === undefined) return frame;
  const isLast = depth === address.length - 1;
  const inner = frameOf(group.slots[index]);
  const next = isLast ? slot : inner && { frame: withSlot(inner, address, depth + 1, slot) };
  if (next === undefined) return frame;
  const slots = group.slots.slice();
  slots[index] = next;
  return { ...frame, group: { ...group, slots } };
}

const isoTime = (ms: number): string => new Date(ms).toISOString();
