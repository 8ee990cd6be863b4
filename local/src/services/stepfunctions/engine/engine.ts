import type { Timer } from '../../../core/clock/timers.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import { activityDoesNotExist, invalidToken, taskDoesNotExist, taskTimedOut } from '../errors.ts';
import type { ExecutionLogs } from '../execution-logs.ts';
import type { TaskAnswer, TaskPerformer } from '../integrations/task-performer.ts';
import type { Snapshot, Stimulus, Surroundings, TaskEffect } from '../interpreter/contract.ts';
import type { StatusEvents } from '../status-events.ts';
import type { ExecutionIdentity } from '../store/executions.ts';
import type { Tables } from '../store/tables.ts';
import { ActivityQueue, type Take } from './activity-queue.ts';
import { Admission } from './admission.ts';
import type { Decide, Delivery, LiveExecution } from './live-execution.ts';
import { LiveExecutions } from './live-executions.ts';
import { changesNothing, givenUp, type Progress, progressOf } from './progress.ts';
import { randomOf } from './random.ts';
import { type Recorded, Recorder, TIMER_OWNER } from './recorder.ts';
import { StateMachineRemoval } from './state-machine-removal.ts';
import { openTask, openTaskTokens, type TaskTokens } from './task-tokens.ts';
import { workAfter } from './work.ts';

export interface EngineContext {
  readonly kernel: Kernel;
  readonly tables: Tables;
  readonly performer: TaskPerformer;
  readonly statusEvents: StatusEvents | undefined;
  readonly logs: ExecutionLogs;
}

export interface StartRequest {
  readonly identity: ExecutionIdentity;
  readonly roleArn: string;
}

/**
 * Runs executions. Each stimulus of an execution (its start, a task's answer, a timer, a stop) is a delivery in the
 * execution's queue. The engine runs all queued deliveries through the interpreter as one step and stores the step in
 * one write. Only then does it perform the effects and resolves the deliveries. Idle executions are not kept in memory.
 */
export class Engine {
  readonly #context: EngineContext;
  readonly #recorder: Recorder;
  readonly #live: LiveExecutions;
  readonly #admission: Admission;
  readonly #endings = new Map<number, (snapshot: Snapshot) => void>();
  readonly activities: ActivityQueue;
  readonly removal: StateMachineRemoval;
  #tokens: TaskTokens | undefined;
  #stopped = false;

  constructor(context: EngineContext) {
    this.#context = context;
    this.#admission = new Admission(context.kernel.rush);
    this.#live = new LiveExecutions(context.tables, context.logs);
    this.#recorder = new Recorder(context.kernel, context.tables, context.statusEvents);
    this.removal = new StateMachineRemoval(context.kernel, context.tables);
    const take: Take = (task, workerName) => this.#take(task, workerName);
    this.activities = new ActivityQueue(context.tables.activities, take, context.kernel.inflight);
    context.kernel.timers.handle(TIMER_OWNER, (timer) => this.#timerFired(timer));
  }

  /** Prepares the engine for calls; removes executions of StartSyncExecution, whose clients are gone. */
  async open(): Promise<void> {
    const { kernel, tables } = this.#context;
    this.#tokens = await openTaskTokens(kernel.store, kernel.ids);
    const unanswerable = tables.executions.idsOfSync();
    if (unanswerable.length > 0)
      await kernel.store.write(() => {
        for (const id of unanswerable) tables.executions.remove(id);
      });
  }

  /** Continues after a restart: repeats the tasks in flight and reports ended child executions to their parents. */
  resume(): void {
    const { tables } = this.#context;
    this.removal.resume();
    void this.#context.kernel.inflight.track(this.#resumeInTurn(tables.executions.idsAtWork()));
    for (const { childArn } of tables.children.orphaned()) this.#reportToParents(childArn);
  }

  /** Loads each execution only after its admission, because thousands can have tasks in flight after a restart. */
  async #resumeInTurn(ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      await this.#admission.admit(id);
      if (this.#stopped) return;
      if (!this.#find(id)) this.#admission.rests(id);
    }
  }

  close(): void {
    this.#stopped = true;
    this.#admission.close();
    this.activities.close();
  }

  /** Starts an execution; resolves once its first step is stored. Rejects if an execution with this ARN exists. */
  async start({ identity, roleArn }: StartRequest): Promise<Snapshot> {
    await this.#admission.admit(identity.id);
    const live = this.#live.begin(identity, roleArn);
    return this.#deliver(live, () => ({ kind: 'start' }));
  }

  /** Like `start`, but resolves with the snapshot at the end of the execution. */
  async run(request: StartRequest): Promise<Snapshot> {
    const ended = new Promise<Snapshot>((resolve) => this.#endings.set(request.identity.id, resolve));
    try {
      await this.start(request);
      return await ended;
    } finally {
      this.#endings.delete(request.identity.id);
    }
  }

  /**
   * Queues a delivery for the execution with this id. Resolves with the snapshot once the step is stored; undefined if
   * there is no such execution or it has succeeded. Rejects with the error that `decide` throws.
   */
  deliver(id: number, decide: Decide, alsoWrite?: () => void): Promise<Snapshot> | undefined {
    const live = this.#find(id);
    return live && this.#deliver(live, decide, alsoWrite);
  }

  /** Answers an open task by its token. Throws InvalidToken, TaskDoesNotExist or TaskTimedOut. */
  async answer(token: string, stimulusFor: (taskId: string) => Stimulus): Promise<void> {
    const id = this.#tokens?.executionOf(token);
    if (id === undefined) throw invalidToken();
    const decide = (snapshot: Snapshot) => stimulusFor(openTask(snapshot, token));
    const delivered = this.deliver(id, decide);
    if (!delivered) throw this.#context.tables.executions.byId(id) ? taskTimedOut() : taskDoesNotExist();
    await delivered;
  }

  /** ARN of the state machine whose execution issued the task token, even if the token is not open any more. */
  stateMachineOfTask(token: string): string | undefined {
    const id = this.#tokens?.executionOf(token);
    return id === undefined ? undefined : this.#context.tables.executions.stateMachineOf(id);
  }

  /** Throws InvalidToken if this runtime did not issue the token. */
  checkToken(token: string): void {
    if (this.#tokens?.executionOf(token) === undefined) throw invalidToken();
  }

  /** Returns the execution, loaded into memory if necessary; loading repeats the tasks that were in flight. */
  #find(id: number): LiveExecution | undefined {
    const known = this.#live.known(id);
    if (known) return known;
    const live = this.#live.load(id);
    for (const task of live?.work.values() ?? []) if (live) this.#performTask(live, task, true);
    return live;
  }

  #deliver(live: LiveExecution, decide: Decide, alsoWrite?: () => void): Promise<Snapshot> {
    const delivered = new Promise<Snapshot>((resolve, reject) => {
      live.queue.push({ decide, alsoWrite, resolve, reject });
    });
    if (!live.draining) void this.#context.kernel.inflight.track(this.#drain(live));
    return delivered;
  }

  /**
   * Like `#deliver`, but waits while the store cannot write. For deliveries that no caller would repeat, such as the
   * answer of a task.
   */
  async #deliverWhenPossible(live: LiveExecution, decide: Decide, alsoWrite?: () => void): Promise<Snapshot> {
    live.inFlight += 1;
    try {
      return await this.#context.kernel.store.untilStored(() => this.#deliver(live, decide, alsoWrite));
    } finally {
      this.#release(live);
    }
  }

  #release(live: LiveExecution): void {
    live.inFlight -= 1;
    this.#forgetIfIdle(live);
  }

  #forgetIfIdle(live: LiveExecution): void {
    if (this.#live.forgetIfIdle(live)) this.#admission.rests(live.identity.id);
  }

  async #drain(live: LiveExecution): Promise<void> {
    live.draining = true;
    while (live.queue.length > 0) await this.#step(live, live.queue.splice(0));
    live.draining = false;
    this.#forgetIfIdle(live);
  }

  async #step(live: LiveExecution, deliveries: readonly Delivery[]): Promise<void> {
    this.#admission.progresses(live.identity.id);
    try {
      const { progress, recorded } = await this.#advance(live, deliveries);
      for (const { delivery, error } of progress.refused) delivery.reject(error);
      for (const { resolve } of progress.accepted) resolve(live.snapshot);
      if (recorded) this.#perform(live, progress, recorded);
    } catch (error) {
      for (const { reject } of deliveries) reject(error);
    }
  }

  /**
   * Runs one step. The crash guard knows the execution while its step is evaluated, because the evaluation of users'
   * expressions can end the process: an execution whose step ended the process three times is failed instead. It does not
   * know it while the step is stored: that waits for other executions, and a process that is killed meanwhile says nothing
   * about this step.
   */
  async #advance(
    live: LiveExecution,
    deliveries: readonly Delivery[],
  ): Promise<{ progress: Progress; recorded?: Recorded }> {
    const { crashGuard, clock } = this.#context.kernel;
    const { arn } = live.identity;
    const progress = await crashGuard.hold(arn, async () =>
      live.snapshot.status === 'RUNNING' && crashGuard.isGivenUp(arn)
        ? givenUp(live, deliveries, clock.now())
        : progressOf(live, deliveries, () => this.#surroundings(live)),
    );
    if (changesNothing(progress)) return { progress };
    return { progress, recorded: await this.#store(live, progress) };
  }

  async #store(live: LiveExecution, progress: Progress): Promise<Recorded> {
    const work = workAfter(live.work, progress);
    const { store, crashGuard } = this.#context.kernel;
    const recorded = await store.write(() => {
      crashGuard.forget(live.identity.arn);
      return this.#recorder.record(live, progress, work);
    });
    live.snapshot = progress.snapshot;
    live.work = work;
    live.stored = true;
    return recorded;
  }

  #perform(live: LiveExecution, { snapshot, events }: Progress, recorded: Recorded): void {
    this.#context.statusEvents?.send(recorded.statusEvents);
    if (live.logging) this.#context.logs.write(live.logging, live.identity, snapshot.execution.redriveCount, events);
    for (const task of recorded.activityTasks) this.#offer(live, task);
    for (const child of recorded.abandoned) this.#context.performer.abandon(child, live.identity.name);
    for (const task of recorded.tasks) this.#performTask(live, task, false);
    if (snapshot.status === 'RUNNING') this.#stopIfDeleting(live);
    else if (events.length > 0) this.#ended(live);
  }

  /** Offers the task to the waiting polls of its activity; fails the task if the activity does not exist. */
  #offer(live: LiveExecution, { taskId, resource }: TaskEffect): void {
    const { activities } = this.#context.tables;
    if (activities.byArn(resource)) {
      this.activities.wake(resource);
      return;
    }
    const { code: error, message: cause } = activityDoesNotExist(resource);
    const decide: Decide = () => ({ kind: 'taskFailed', taskId, error, cause, phase: 'schedule' });
    const failed = this.#deliverWhenPossible(live, decide, () => activities.unschedule(live.identity.id, taskId));
    failed.catch((reason: unknown) =>
      this.#logUnlessStopped('A task of a missing activity could not be failed.', reason),
    );
  }

  #stopIfDeleting(live: LiveExecution): void {
    if (!this.removal.isUnderWay(live.identity.stateMachineArn)) return;
    const stopped = this.#deliverWhenPossible(live, () => ({ kind: 'stop' }));
    stopped.catch((error: unknown) => this.#logUnlessStopped('An execution could not be stopped.', error));
  }

  #ended({ identity, snapshot }: LiveExecution): void {
    this.#endings.get(identity.id)?.(snapshot);
    this.#reportToParents(identity.arn);
    this.removal.executionEnded(identity.stateMachineArn);
  }

  #performTask(live: LiveExecution, task: TaskEffect, again: boolean): void {
    live.inFlight += 1;
    const { performer, kernel } = this.#context;
    const performed = kernel.store
      .untilStored(() => performer.perform({ execution: live.identity, task, again }))
      .then((answer) => this.#taskAnswered(live, task, answer))
      .catch((error: unknown) => this.#logUnlessStopped('The answer of a task could not be stored.', error))
      .finally(() => this.#release(live));
    void kernel.inflight.track(performed);
  }

  async #taskAnswered(live: LiveExecution, task: TaskEffect, { stimulus, awaits }: TaskAnswer): Promise<void> {
    const parent = live.identity.id;
    const { taskId, roleArn } = task;
    const wanted = () => live.work.get(taskId) === task;
    const alsoWrite = awaits
      ? () => this.#context.tables.children.put({ parent, task: taskId, childArn: awaits, roleArn })
      : undefined;
    if (!wanted()) {
      if (awaits) this.#context.performer.abandon({ arn: awaits, roleArn }, live.identity.name);
      return;
    }
    await this.#deliverWhenPossible(live, () => stimulus, alsoWrite);
    if (awaits) this.#reportToParents(awaits);
  }

  /** Reports the end of an execution to the parent tasks that wait for it. */
  #reportToParents(childArn: string): void {
    const { tables, performer } = this.#context;
    for (const { parent, task } of tables.children.parentsOf(childArn)) {
      const child = tables.executions.byArn(childArn);
      if (!child || child.status === 'RUNNING') continue;
      const found = this.#find(parent);
      if (!found) continue;
      const reported = this.#deliverWhenPossible(
        found,
        (snapshot) => performer.childEnded(task, snapshot.tasks[task]?.resource ?? '', child),
        () => tables.children.remove(parent, task),
      );
      reported.catch((error: unknown) => this.#logUnlessStopped('A child execution could not be reported.', error));
    }
  }

  async #timerFired({ id }: Timer): Promise<void> {
    const at = id.indexOf('/');
    const timerId = id.slice(at + 1);
    const fired = this.deliver(Number(id.slice(0, at)), () => ({ kind: 'timerFired', timerId }));
    await fired;
  }

  async #take(
    { execution, task, token }: { execution: number; task: string; token: string },
    workerName: string | undefined,
  ): Promise<boolean> {
    const worker = workerName === undefined ? {} : { workerName };
    const decide: Decide = (snapshot) => ({ kind: 'taskStarted', taskId: openTask(snapshot, token), ...worker });
    const takeOff = () => this.#context.tables.activities.unschedule(execution, task);
    try {
      if (await this.deliver(execution, decide, takeOff)) return true;
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      this.#logUnlessStopped('A task was no longer open when a worker polled it.', error);
    }
    await this.#context.kernel.store.write(takeOff);
    return false;
  }

  #surroundings(live: LiveExecution): Surroundings {
    const { clock, ids } = this.#context.kernel;
    return { nowMs: clock.now(), random: randomOf(ids), token: () => this.#newToken(live.identity.id) };
  }

  #newToken(execution: number): string {
    if (!this.#tokens) throw new Error('Executions cannot run before the engine is open.');
    return this.#tokens.issue(execution);
  }

  #logUnlessStopped(message: string, error: unknown): void {
    if (!this.#stopped) this.#context.kernel.log.error(message, { error: String(error) });
  }
}
