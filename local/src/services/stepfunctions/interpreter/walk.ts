import type { Json, JsonObject } from '../language/json.ts';
import type { Branch } from './branch.ts';
import { innerBranch, rootBranch } from './branch.ts';
import type { Effect, HistoryEvent, RunningTask, Snapshot, StateMachine, Step, Surroundings } from './contract.ts';
import type { Address, Frame, Slot, Waiting } from './frame.ts';
import { addressText, frameOf } from './frame.ts';
import type { MapRunChange, MapRunRecord } from './map-run-record.ts';
import type { State } from './program.ts';
import { readFrames, storeFrames } from './stored-frames.ts';

/** Maximum number of history events of a Standard execution; the event with this number ends it. */
export const MAX_HISTORY_EVENTS = 25_000;

export const HISTORY_FULL = {
  error: 'States.Runtime',
  cause: 'The execution reached the maximum number of history events (25000).',
} as const;

/** Thrown if the history is full; ends the execution. */
export class HistoryFull extends Error {
  override readonly name = 'HistoryFull';
}

/** A state that is being executed in a branch. */
export interface ActiveState {
  readonly walk: Walk;
  readonly branch: Branch;
  readonly state: State;
  readonly frame: Frame;
}

/**
 * Writes a history event of a state; returns its id. A child execution has its own history, which is not stored: its
 * events only get ids, counted along the branch from 1 (its ExecutionStarted).
 */
export function record(
  { walk, branch }: Pick<ActiveState, 'walk' | 'branch'>,
  type: string,
  previousEventId: number,
  detailsKey?: string,
  details?: JsonObject,
): number {
  if (branch.child !== undefined) return previousEventId + 1;
  return walk.emit(type, previousEventId, detailsKey, details);
}

/**
 * The mutable state of one step: the changed parts of the snapshot and the events and effects so far. Frames are
 * replaced, never changed, so the initial snapshot stays as it was.
 */
export class Walk {
  readonly stateMachine: StateMachine;
  readonly surroundings: Surroundings;
  readonly given: Snapshot;
  readonly events: HistoryEvent[] = [];
  readonly effects: Effect[] = [];
  /** Addresses of the branches to start, in the order of their start. */
  readonly branchesToStart: Address[] = [];
  /** Addresses of the child executions that continue after a redrive, in the order of their start. */
  readonly childrenToResume: Address[] = [];
  readonly records: MapRunRecord[] = [];
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

  /** Writes an event to the execution's history; returns its id. Events of states are written by `record`. */
  emit(type: string, previousEventId: number, detailsKey?: string, details?: JsonObject): number {
    if (this.stateMachine.type === 'STANDARD' && this.lastEventId >= MAX_HISTORY_EVENTS - 1) throw new HistoryFull();
    return this.emitLast(type, previousEventId, detailsKey, details);
  }

  /** Like `emit`, but also works with a full history: for the event that ends the execution. */
  emitLast(type: string, previousEventId: number, detailsKey?: string, details?: JsonObject): number {
    this.lastEventId += 1;
    const event = { id: this.lastEventId, previousEventId, type, timestampMs: this.surroundings.nowMs };
    this.events.push(detailsKey === undefined || details === undefined ? event : { ...event, detailsKey, details });
    return this.lastEventId;
  }

  /** Records a change of a Map Run or of one of its child executions. */
  note(change: MapRunChange): void {
    this.records.push({ ...change, atMs: this.surroundings.nowMs });
  }

  /** Returns a new id for a task or timer of the branch; `addressInId` reads the address from it. */
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

  /** Marks the timer as fired: it needs no clearTimer effect. */
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

  /** Cancels the tasks and timers of the branch and of the branches inside it, and aborts its Map Run. */
  halt(frame: Frame): Frame {
    const { waiting, group, ...rest } = frame;
    if (waiting !== undefined) this.stopWaiting(waiting);
    if (group === undefined) return rest;
    if (group.mapRun !== undefined) this.note({ kind: 'mapRunEnded', mapRunArn: group.mapRun.arn, status: 'ABORTED' });
    const slots = group.slots.map((slot) => ('frame' in slot ? { frame: this.halt(slot.frame) } : slot));
    return { ...rest, group: { ...group, slots, running: 0 } };
  }

  /** The value as JSON text; each object is serialized once per step. */
  text(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const known = this.texts.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    this.texts.set(value, text);
    return text;
  }

  /** `$$.Execution` and `$$.StateMachine`; Express executions have no redrive count. */
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

  /** The frames before this step. */
  givenRoot(): Frame | undefined {
    return readFrames(this.given).root;
  }

  frameAt(address: Address): Frame | undefined {
    let frame = this.root;
    for (const index of address) frame = frameOf(frame?.group?.slots[index]);
    return frame;
  }

  /** Replaces the slot at this address; copies the frames around it. */
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

  /**
   * Whether the step changed neither events, effects nor frames. A step inside a child execution may change only
   * frames.
   */
  changedNothing(): boolean {
    return this.events.length === 0 && this.effects.length === 0 && this.root === this.givenRoot();
  }

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
    return { snapshot, events: this.events, effects: this.netEffects(), records: this.records };
  }

  /** The effects, without those that this step both started and cancelled. */
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
