import type { Json, JsonObject } from '../language/json.ts';
import type { Random } from '../language/scope.ts';
import type { Program } from './program.ts';
import type { Trace } from './trace.ts';

/*
 * Glossary
 *
 * snapshot    everything that is known of an execution between two steps, as plain JSON
 * stimulus    what happens to an execution from outside: its start, the answer of a task, a timer, a stop
 * step        one call of `advance`: a snapshot and a stimulus give the next snapshot, events and effects
 * event       an entry of the execution's history, as GetExecutionHistory shows it
 * effect      what the caller has to do once the step is stored: run or cancel a task, set or clear a timer
 * branch      states that run one after another: the whole state machine, a branch of a Parallel, an iteration of a Map
 *             or a child execution of a distributed Map
 * frame       where a branch is: its state, the state's input, its variables and what it waits for
 * group       the branches that a Parallel or Map has started, with the outputs of those that have ended
 * attempt     one evaluation of a state from its input; a Retry begins another one without entering the state again
 * task        the work of one attempt of a Task state
 * task token  the secret by which something outside the execution answers a task
 */

/**
 * The interpreter is a function: given a state machine, the snapshot of an execution and a stimulus it returns the next
 * snapshot, the history events that happened and the effects to carry out. It knows no store, clock or network.
 * Its caller stores snapshot, events, timers and tasks in one transaction, and only then performs the effects.
 */
export type Advance = (
  stateMachine: StateMachine,
  snapshot: Snapshot,
  stimulus: Stimulus,
  surroundings: Surroundings,
) => Promise<Step>;

/** A definition parsed once (`parseStateMachine`); `program` is the interpreter's own business. */
export interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly program: Program;
  /** The state machine's TimeoutSeconds. */
  readonly timeoutSeconds?: number;
  /** Present where the only state is evaluated by itself (TestState), not as part of a workflow. */
  readonly isolation?: Isolation;
}

/** What a test of one state supposes. The execution ends when the state is left, whatever its next state is. */
export interface Isolation {
  /** The context object, in place of the execution's own. */
  readonly context?: JsonObject;
  /** What the ItemReader of a Map reads. */
  readonly itemReaderData?: Json;
  /** What the branches of a Parallel or the iterations of a Map come to. They are not run. */
  readonly branches?: MockedBranches;
}

export type MockedBranches =
  /** `failedIterations` of a Map have failed; they count against its tolerated failures. */
  | { readonly kind: 'result'; readonly result: Json; readonly failedIterations: number }
  | { readonly kind: 'error'; readonly error: string | undefined; readonly cause: string | undefined };

/** Facts of this moment. All ids are made from the snapshot's counters, so that a step can be repeated. */
export interface Surroundings {
  readonly nowMs: number;
  readonly random: Random;
  /** A new, unguessable task token. */
  token(): string;
  /** Receives the intermediate values of the states that the step evaluates. */
  readonly trace?: Trace;
}

/** Plain JSON: it survives JSON.parse(JSON.stringify(snapshot)) between any two steps without a difference. */
export interface Snapshot {
  readonly execution: ExecutionFacts;
  readonly status: ExecutionStatus;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: string;
  /** The id of the newest history event. */
  readonly lastEventId: number;
  /** The running tasks by id, as the engine needs them (tokens, timeouts); the rest is the interpreter's own. */
  readonly tasks: { readonly [taskId: string]: RunningTask };
  readonly interpreter: JsonObject;
}

export interface ExecutionFacts {
  readonly arn: string;
  readonly name: string;
  /** Empty where a state is tested without a role. */
  readonly roleArn: string;
  readonly startMs: number;
  readonly input: Json;
  /** How often the execution was redriven, and when last. */
  readonly redriveCount: number;
  readonly redriveMs?: number;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface RunningTask {
  readonly stateName: string;
  readonly resource: string;
  /** Present while something outside may answer by token: `.waitForTaskToken` and activities. */
  readonly token?: string;
  readonly heartbeatSeconds?: number;
}

/** What can happen to an execution from outside. Stimuli for tasks or timers that are gone change nothing. */
export type Stimulus =
  | { readonly kind: 'start' }
  /**
   * The work was taken up: TaskStarted / LambdaFunctionStarted / ActivityStarted. May be left out where nobody waits
   * to see it: an answer that comes without it writes TaskStarted / LambdaFunctionStarted first.
   */
  | { readonly kind: 'taskStarted'; readonly taskId: string; readonly workerName?: string }
  /** The request part of a `.sync` or `.waitForTaskToken` task was answered: TaskSubmitted. */
  | { readonly kind: 'taskSubmitted'; readonly taskId: string; readonly output: Json }
  | { readonly kind: 'taskSucceeded'; readonly taskId: string; readonly output: Json }
  /** `phase` says which failure event AWS writes: before anything ran, at the start or submission, or while running. */
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
  /** Run the failed part again, by the given definition. */
  | { readonly kind: 'redrive' };

/**
 * A step's result. `events` are new history events in order; `effects` are to be performed after both are stored. The
 * snapshot may be new without either: child executions of a distributed Map are in it, but not in the history.
 */
export interface Step {
  readonly snapshot: Snapshot;
  readonly events: readonly HistoryEvent[];
  readonly effects: readonly Effect[];
}

/** As GetExecutionHistory shows it, but for `timestampMs`. `details` goes under the key named by `detailsKey`. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestampMs: number;
  readonly detailsKey?: string;
  readonly details?: JsonObject;
}

export type Effect =
  /** Do the work of a Task state; answer with taskStarted (if `announcesStart`), taskSubmitted, taskSucceeded/Failed. */
  | TaskEffect
  /** The task's result is no longer wanted (its branch failed, the execution ended, it timed out). */
  | { readonly kind: 'cancelTask'; readonly taskId: string }
  /** Fire `timerFired` at this time; setting an id again moves it. */
  | { readonly kind: 'setTimer'; readonly timerId: string; readonly dueMs: number }
  | { readonly kind: 'clearTimer'; readonly timerId: string };

export interface TaskEffect {
  readonly kind: 'runTask';
  readonly taskId: string;
  readonly stateName: string;
  /** The Resource as the definition has it, JSONPath/JSONata already evaluated. */
  readonly resource: string;
  /** Parameters / Arguments after evaluation (the effective input where there are none). */
  readonly parameters: Json;
  readonly token?: string;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  /** The role that calls: the execution's, or the one of the state's Credentials. */
  readonly roleArn: string;
}
