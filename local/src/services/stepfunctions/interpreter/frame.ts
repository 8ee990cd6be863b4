import type { Json, JsonObject } from '../language/json.ts';
import type { MapRunLimits } from './map-run-record.ts';

/**
 * The position of one branch of an execution: of the whole state machine, a Parallel's branch, a Map's iteration or the
 * child execution of a distributed Map. A branch has exactly one current state. Frames form a tree; the address of a
 * frame is the list of child positions from the root (`''`, `0`, `0.3`).
 *
 * Frames are plain JSON and immutable once a step has returned: `Walk` copies the changed frames and their ancestors
 * and shares all others with the previous snapshot.
 */
export interface Frame {
  readonly state: string;
  /** The state's input before InputPath. */
  readonly input: Json;
  /** Id of the StateEntered event; `enteredMs` is its time. */
  readonly enteredId: number;
  readonly enteredMs: number;
  /** Id of the newest event of this branch; the branch's next event follows it. */
  readonly last: number;
  /** Id of the event before StateEntered: on AWS, EvaluationFailed follows that event. */
  readonly before: number;
  /** Variables assigned in this branch, by name. */
  readonly variables?: JsonObject;
  /** Number of retries used per retrier of the state, by the retrier's position. */
  readonly retries?: readonly number[];
  readonly waiting?: Waiting;
  /** The branches that the current Parallel or Map has started. */
  readonly group?: BranchGroup;
  /** Set on the top frame of a child execution, in every state. */
  readonly child?: ChildFacts;
}

/** Facts about a child execution of a distributed Map that cannot be computed from its Map Run. */
export interface ChildFacts {
  readonly input: Json;
  readonly startMs: number;
  /** Number of redrives; set for Standard children only. `redriveMs` is the time of the last one. */
  readonly redriveCount?: number;
  readonly redriveMs?: number;
}

/** What a frame waits for. Task and timer ids contain the frame's address, so that stimuli need no index. */
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
  /** One slot per branch or iteration, by position; shorter than `length` until all have started. */
  readonly slots: readonly Slot[];
  readonly length: number;
  readonly running: number;
  readonly failures: number;
  /** The items of a Map; absent if they are the state's input. */
  readonly items?: Json;
  readonly limits?: MapLimits;
  /** The Map Run of a distributed Map; its iterations are the child executions. */
  readonly mapRun?: MapRun;
  /** Positions of the child executions of a redriven Map Run that wait until they may continue. */
  readonly redrives?: readonly number[];
  /** Set if the items of a distributed Map are the entries of an object, as `{ Key, Value }`. */
  readonly keyed?: true;
}

export interface MapRun {
  readonly arn: string;
  readonly redriveCount: number;
  /** The limits as the definition or UpdateMapRun gave them. */
  readonly given: MapRunLimits;
  /** Number of items; with an ItemBatcher there are fewer children than items. */
  readonly items: number;
}

export interface MapLimits {
  /** Maximum number of iterations that run at the same time. */
  readonly concurrency: number;
  /** The Map fails if more iterations (distributed Map: items) than this fail. */
  readonly toleratedFailures: number;
}

/**
 * A branch that runs (or that failed, after the execution has ended), the output of a branch, or a tolerated failure.
 */
export type Slot = { readonly frame: Frame } | { readonly output: Json } | FailedSlot;

export interface FailedSlot {
  readonly failed: Frame;
  readonly error?: string;
  readonly cause?: string;
}

/** The frame of a slot whose branch has not ended. */
export const frameOf = (slot: Slot | undefined): Frame | undefined =>
  slot !== undefined && 'frame' in slot ? slot.frame : undefined;

/**
 * The frame of a branch that has not entered its first state. `last` is the event that the branch's first event
 * follows.
 */
export function newFrame(state: string, input: Json, last: number): Frame {
  return { state, input, enteredId: 0, enteredMs: 0, last, before: last };
}

export type Address = readonly number[];

export const addressText = (address: Address): string => address.join('.');

/** Reads the frame's address from the id of a task or timer; see `Walk.newId`. */
export function addressInId(id: string): Address {
  const text = id.slice(id.indexOf('@') + 1);
  return text === '' ? [] : text.split('.').map(Number);
}
