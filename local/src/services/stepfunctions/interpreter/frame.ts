import type { Json, JsonObject } from '../language/json.ts';

/**
 * Where one branch of an execution is: the whole state machine, a Parallel's branch, a Map's iteration or the child
 * execution of a distributed Map. It stands in exactly one state. Frames form a tree; a frame's address is the list of
 * child positions that leads to it (`''`, `0`, `0.3`).
 *
 * Frames are plain JSON and are never changed once a step has been returned: `Walk` copies those on the way to what
 * it changes and shares all others with the snapshot it was given.
 */
export interface Frame {
  readonly state: string;
  /** The state's input as it came. */
  readonly input: Json;
  /** Id of the StateEntered event, and when that was. */
  readonly enteredId: number;
  readonly enteredMs: number;
  /** The event that the next one of this branch follows. */
  readonly last: number;
  /** The event before StateEntered: AWS lets EvaluationFailed follow that one. */
  readonly before: number;
  /** Variables assigned in this branch, by name. */
  readonly variables?: JsonObject;
  /** How often each retrier of the state was used, by its position. */
  readonly retries?: readonly number[];
  readonly waiting?: Waiting;
  /** What a Parallel or Map has going. */
  readonly group?: BranchGroup;
  /** Present at the top of a child execution, whichever state it stands in. */
  readonly child?: ChildFacts;
}

/** What a child execution of a distributed Map knows of itself besides what follows from its Map Run. */
export interface ChildFacts {
  readonly input: Json;
  readonly startMs: number;
  /** How often it was redriven, and when last; Standard children only. */
  readonly redriveCount?: number;
  readonly redriveMs?: number;
}

/** What a frame waits for. Ids carry the frame's address, so that stimuli need no index. */
export type Waiting =
  | { readonly for: 'timer'; readonly timerId: string }
  | { readonly for: 'retry'; readonly timerId: string }
  | TaskWaiting;

export interface TaskWaiting {
  readonly for: 'task';
  readonly taskId: string;
  readonly started?: true;
  readonly timeoutMs?: number;
  readonly timeoutId?: string;
  readonly heartbeatMs?: number;
  readonly heartbeatId?: string;
  readonly heartbeatSeconds?: number;
}

export interface BranchGroup {
  /** By position of branch or iteration; shorter than `length` until all have begun. */
  readonly slots: readonly Slot[];
  readonly length: number;
  readonly running: number;
  readonly failures: number;
  /** Map: the items, where they are not the state's input itself. */
  readonly items?: Json;
  readonly limits?: MapLimits;
  /** Distributed Map: its iterations are the child executions of this Map Run. */
  readonly mapRun?: MapRun;
  /** Distributed Map: the items are the entries of an object, as `{ Key, Value }`. */
  readonly keyed?: true;
}

export interface MapRun {
  readonly arn: string;
  readonly redriveCount: number;
}

export interface MapLimits {
  /** At most so many iterations at once. */
  readonly concurrency: number;
  /** Fails when more iterations (of a distributed Map: items) than this have failed. */
  readonly toleratedFailures: number;
}

/** A branch under way (or unsuccessful, once the execution has ended), its output, or a failure that was tolerated. */
export type Slot = { readonly frame: Frame } | { readonly output: Json } | FailedSlot;

export interface FailedSlot {
  readonly failed: Frame;
  readonly error?: string;
  readonly cause?: string;
}

/** The frame of a slot that has not ended. */
export const frameOf = (slot: Slot | undefined): Frame | undefined =>
  slot !== undefined && 'frame' in slot ? slot.frame : undefined;

/** A branch that has not entered its first state. `last` is the event that its first one follows. */
export function newFrame(state: string, input: Json, last: number): Frame {
  return { state, input, enteredId: 0, enteredMs: 0, last, before: last };
}

export type Address = readonly number[];

export const addressText = (address: Address): string => address.join('.');

/** The address inside a task's or timer's id; see `Walk.newId`. */
export function addressInId(id: string): Address {
  const text = id.slice(id.indexOf('@') + 1);
  return text === '' ? [] : text.split('.').map(Number);
}
