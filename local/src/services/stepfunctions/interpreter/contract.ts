import type { Json, JsonObject } from '../language/json.ts';
import type { Random } from '../language/scope.ts';
import type { MapRunLimits, MapRunRecord } from './map-run-record.ts';
import type { Program } from './program.ts';
import type { Trace } from './trace.ts';

/*
 * Glossary
 *
 * snapshot    the whole state of an execution between two steps, as plain JSON
 * stimulus    an input to an execution from outside: its start, the answer of a task, a timer, a stop
 * step        one call of `advance`: a snapshot and a stimulus give the next snapshot, events and effects
 * event       an entry of the execution's history, as GetExecutionHistory shows it
 * effect      an action for the caller after the step is stored: run or cancel a task, set or clear a timer
 * branch      states that run one after another: the whole state machine, a branch of a Parallel, an iteration of a Map
 *             or a child execution of a distributed Map
 * frame       the position of a branch: its current state, the state's input, its variables and what it waits for
 * group       the branches that a Parallel or Map has started, with the outputs of those that have ended
 * address     the position of a frame in the tree of frames: the child positions from the root
 * walk        the mutable state of one step while `advance` runs
 * active        a state that is being executed: the state with its branch, its frame and the walk
 * handover    the output and the variables that a state passes to the next state
 * attempt     one evaluation of a state from its input; a Retry starts another attempt in the same visit of the state
 * task        the work of one attempt of a Task state
 * task token  the secret with which a caller outside the execution answers a task
 */

/**
 * The interpreter is a pure function: given a state machine, the snapshot of an execution and a stimulus, it returns
 * the next snapshot, the new history events and the effects to perform. It uses no store, clock or network. The caller
 * stores snapshot, events, timers and tasks in one transaction and performs the effects only after that.
 */
export type Advance = (
  stateMachine: StateMachine,
  snapshot: Snapshot,
  stimulus: Stimulus,
  surroundings: Surroundings,
) => Promise<Step>;

/** A parsed definition (`parseStateMachine`). Only the interpreter reads `program`. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly program: Program;
  /** The state machine's TimeoutSeconds. */
  readonly timeoutSeconds?: number;
  /** Set if TestState evaluates one state outside a workflow. */
  readonly isolation?: Isolation;
}

/**
 * What TestState assumes about the tested state. The execution ends when it leaves the state, even if the state has a
 * Next.
 */
export interface Isolation {
  /** The context object; replaces the context object of the execution. */
  readonly context?: JsonObject;
  /** The data that the ItemReader of a Map returns. */
  readonly itemReaderData?: Json;
  /** The mocked result of a Parallel's branches or a Map's iterations; they do not run. */
  readonly branches?: MockedBranches;
}

export type MockedBranches =
  /** `failedIterations` is the number of failed iterations of a Map; it counts against the tolerated failures. */
  | { readonly kind: 'result'; readonly result: Json; readonly failedIterations: number }
  | { readonly kind: 'error'; readonly error: string | undefined; readonly cause: string | undefined };

/**
 * Time and randomness of a step. Ids are derived from the snapshot's counters, so that repeating a step gives the same
 * ids.
 */
export interface Surroundings {
  readonly nowMs: number;
  readonly random: Random;
  /** Returns a new, unguessable task token. */
  token(): string;
  /** Receives the intermediate values of the states that the step evaluates. */
  readonly trace?: Trace;
}

/** Plain JSON: JSON.parse(JSON.stringify(snapshot)) is equal to the snapshot. */
export interface Snapshot {
  readonly execution: ExecutionFacts;
  readonly status: ExecutionStatus;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** Id of the newest history event. */
  readonly lastEventId: number;
  /** The running tasks by id. The engine reads their tokens and timeouts. Only the interpreter reads `interpreter`. */
  readonly tasks: { readonly [taskId: string]: RunningTask };
  readonly interpreter: JsonObject;
}

export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  /** Empty if TestState is called without a role. */
  readonly roleArn: string;
  readonly startMs: number;
  readonly input: Json;
  /** Number of redrives; `redriveMs` is the time of the last one. */
  readonly redriveCount: number;
  readonly redriveMs?: number;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface RunningTask {
  readonly stateName: string;
  readonly resource: string;
  /** Present while the task can be answered by token: `.waitForTaskToken` and activities. */
  readonly token?: string;
  readonly heartbeatSeconds?: number;
}

/** The inputs to an execution. A stimulus for a task or timer that no longer exists changes nothing. */
export type Stimulus =
  | { readonly kind: 'start' }
  /**
   * The work has started: writes TaskStarted / LambdaFunctionStarted / ActivityStarted. The caller may omit this
   * stimulus: an answer without it writes TaskStarted / LambdaFunctionStarted first.
   */
  | { readonly kind: 'taskStarted'; readonly taskId: string; readonly workerName?: string }
  /** The service accepted the request of a `.sync` or `.waitForTaskToken` task: writes TaskSubmitted. */
  | { readonly kind: 'taskSubmitted'; readonly taskId: string; readonly output: Json }
  | { readonly kind: 'taskSucceeded'; readonly taskId: string; readonly output: Json }
  /** `phase` selects the failure event: before the work started, at the start or submission, or while it ran. */
  | {
      readonly kind: 'taskFailed';
      readonly taskId: string;
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
      readonly phase?: 'schedule' | 'start' | 'submit' | 'run';
    }
  | { readonly kind: 'heartbeat'; readonly taskId: string }
  | { readonly kind: 'timerFired'; readonly timerId: string }
  | { readonly kind: 'stop'; readonly error?: string; readonly cause?: string }
  /** Runs the unsuccessful states again, with the given definition. */
  | { readonly kind: 'redrive' }
  /** Changes the limits of a running Map Run. */
  | { readonly kind: 'updateMapRun'; readonly mapRunArn: string; readonly limits: Partial<MapRunLimits> };

/**
 * The result of a step. `events` are the new history events in order; the caller performs `effects` after it has stored
 * snapshot and events. The snapshot can change without events or effects: it holds the child executions of a
 * distributed Map, but the history does not.
 */
export interface Step {
  readonly snapshot: Snapshot;
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly Effect[];
  /** The changes of Map Runs, in order. */
  readonly records: readonly MapRunRecord[];
}

/**
 * An entry of GetExecutionHistory, with `timestampMs` in place of the timestamp. The API shows `details` under the key
 * `detailsKey`.
 */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestampMs: number;
  readonly detailsKey?: string;
  readonly details?: JsonObject;
}

export type Effect =
  /**
   * Do the work of a Task state; then send taskStarted (if `announcesStart`), taskSubmitted, taskSucceeded or
   * taskFailed.
   */
  | TaskEffect
  /** The task's result is not needed any more (its branch failed, the execution ended, or it timed out). */
  | { readonly kind: 'cancelTask'; readonly taskId: string }
  /** Send `timerFired` at this time. Setting an existing id replaces its time. */
  | { readonly kind: 'setTimer'; readonly timerId: string; readonly dueMs: number }
  | { readonly kind: 'clearTimer'; readonly timerId: string };

export interface TaskEffect {
  readonly kind: 'runTask';
  readonly taskId: string;
  readonly stateName: string;
  /** The Resource of the definition, with JSONPath or JSONata evaluated. */
  readonly resource: string;
  /** Parameters / Arguments after evaluation; the effective input if the state has neither. */
  readonly parameters: Json;
  readonly token?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  /** The role for the call: the execution's role, or the role of the state's Credentials. */
  readonly roleArn: string;
}
