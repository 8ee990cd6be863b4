import { availableParallelism } from 'node:os';
import type { InvokeMessage } from '../runtime/messages.ts';
import { Environment, type EnvironmentSpec, type Outcome } from './environment.ts';

/** A function's spare environments live this long without work, its last one longer. Real time. */
const SPARE_IDLE_MS = 10_000;
const LAST_IDLE_MS = 300_000;
/**
 * One more environment is started while others wait and every invocation in hand has run so long, doubled for each
 * environment there is already: it waits for something then. Many short ones are no reason, for they need the processor.
 */
const FIRST_PATIENCE_MS = 200;
const MAX_PATIENCE_MS = 800;
/** However many wait: this many in all beyond the first of each function; more would only take the processor from each other. */
const MAX_SPARES = 2 * availableParallelism();
/** With more environments than this the one idle longest makes room for a function that has none. */
const MAX_ENVIRONMENTS = 32;
const MAX_PER_FUNCTION = 10;

/** What the pool needs to know of the function to be run. */
export interface Target<O extends Output> {
  /** Names the code and configuration; a changed function has another key. */
  readonly key: string;
  /** At most so many at once; undefined without a limit of its own. */
  readonly concurrency: number | undefined;
  /** A fresh environment's making. */
  prepare(): Prepared<O>;
}

export interface Prepared<O extends Output> {
  readonly spec: EnvironmentSpec;
  readonly output: O;
  /** The environment is gone. */
  closed(): void;
}

/** Where an environment's texts go. */
export interface Output {
  write(text: string): void;
}

export interface Run {
  readonly outcome: Outcome;
  /** Of a cold start: how long loading the handler took. */
  readonly initMs: number | undefined;
}

interface Work<O extends Output> {
  readonly invocation: InvokeMessage;
  readonly started: (output: O) => void;
  readonly resolve: (run: Run) => void;
}

interface Member<O extends Output> {
  readonly environment: Environment;
  readonly prepared: Prepared<O>;
  idle: NodeJS.Timeout | undefined;
  busy: boolean;
  idleSince: number;
}

interface Group<O extends Output> {
  target: Target<O>;
  readonly members: Set<Member<O>>;
  readonly queue: Work<O>[];
  growth: NodeJS.Timeout | undefined;
  retired: boolean;
}

/**
 * The execution environments of all functions. Idle ones are used again, the last used first; more are started only
 * when waiting costs more than a cold start would, so that memory follows what is needed.
 */
export class Pool<O extends Output> {
  readonly #groups = new Map<string, Group<O>>();
  readonly #members = new Set<Member<O>>();
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;

  /** Runs one invocation as soon as an environment is free, telling `started` where it writes; never rejects. */
  run(target: Target<O>, invocation: InvokeMessage, started: (output: O) => void): Promise<Run> {
    return new Promise((resolve) => {
      const group = this.#group(target);
      group.queue.push({ invocation, started, resolve });
      this.#dispatch(group);
    });
  }

  /** Starts an environment for a function that has none, so that its next invocation is not a cold start. */
  warm(target: Target<O>): void {
    if (this.#isClosed) return;
    const group = this.#group(target);
    if (group.members.size > 0 || this.#members.size >= MAX_ENVIRONMENTS) return;
    const member = this.#start(group);
    member.idleSince = performance.now();
    this.#expire(group, member, LAST_IDLE_MS);
  }

  /** Ends the environments of a changed or deleted function: idle ones now, busy ones after their work. */
  retire(key: string): void {
    const group = this.#groups.get(key);
    if (!group) return;
    group.retired = true;
    this.#groups.delete(key);
    if (group.queue.length === 0) for (const member of group.members) if (!member.busy) void member.environment.close();
  }

  /** How many environments there are. */
  size(): number {
    return this.#members.size;
  }

  /**
   * Ends all environments. What they had in hand is never answered, as if the process had been killed: a caller that
   * does unfinished work again after a restart must not take this for the function's failure.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const group of this.#groups.values()) clearTimeout(group.growth);
    for (const member of this.#members) void member.environment.close();
    await Promise.all(this.#closing);
  }

  #group(target: Target<O>): Group<O> {
    const known = this.#groups.get(target.key);
    if (known) {
      known.target = target;
      return known;
    }
    const made: Group<O> = {
      target,
      members: new Set(),
      queue: [],
      growth: undefined,
      retired: false,
    };
    this.#groups.set(target.key, made);
    return made;
  }

  #dispatch(group: Group<O>): void {
    while (group.queue.length > 0) {
      const member = this.#free(group);
      if (!member) return;
      const work = group.queue.shift();
      if (work) this.#work(group, member, work);
    }
  }

  #free(group: Group<O>): Member<O> | undefined {
    const free = [...group.members].filter((member) => !member.busy);
    if (free.length > 0) return free.reduce((best, member) => (member.idleSince > best.idleSince ? member : best));
    if (group.members.size === 0) return this.#start(group);
    this.#considerGrowth(group);
    return undefined;
  }

  #considerGrowth(group: Group<O>): void {
    const first = group.queue[0];
    if (!first || group.growth || group.members.size >= this.#limitOf(group)) return;
    const patienceMs = Math.min(FIRST_PATIENCE_MS * 2 ** (group.members.size - 1), MAX_PATIENCE_MS);
    group.growth = setTimeout(() => {
      group.growth = undefined;
      this.#growIfImpatient(group, patienceMs);
      this.#considerGrowth(group);
    }, FIRST_PATIENCE_MS);
  }

  #growIfImpatient(group: Group<O>, patienceMs: number): void {
    const now = performance.now();
    const busySince = Math.max(...[...group.members].map(({ environment }) => environment.busySinceMs ?? now));
    if (now - busySince >= patienceMs && this.#mayGrow()) this.#startFor(group);
  }

  #startFor(group: Group<O>): void {
    const work = group.queue.shift();
    if (work) this.#work(group, this.#start(group), work);
  }

  #limitOf({ target }: Group<O>): number {
    return Math.max(1, Math.min(target.concurrency ?? MAX_PER_FUNCTION, MAX_PER_FUNCTION));
  }

  #mayGrow(): boolean {
    const first = [...this.#groups.values()].filter(({ members }) => members.size > 0).length;
    return this.#members.size - first < MAX_SPARES;
  }

  #makeRoom(): void {
    const idle = [...this.#members].filter((member) => !member.busy);
    if (this.#members.size < MAX_ENVIRONMENTS || idle.length === 0) return;
    void idle.reduce((oldest, member) => (member.idleSince < oldest.idleSince ? member : oldest)).environment.close();
  }

  #start(group: Group<O>): Member<O> {
    this.#makeRoom();
    const prepared = group.target.prepare();
    const environment = new Environment(prepared.spec, {
      log: (text) => prepared.output.write(text),
      closed: () => this.#closed(group, member),
    });
    const member: Member<O> = { environment, prepared, idle: undefined, busy: false, idleSince: 0 };
    group.members.add(member);
    this.#members.add(member);
    return member;
  }

  #work(group: Group<O>, member: Member<O>, work: Work<O>): void {
    clearTimeout(member.idle);
    member.busy = true;
    const cold = member.environment.initMs === undefined;
    work.started(member.prepared.output);
    void member.environment.invoke(work.invocation).then((outcome) => {
      if (this.#isClosed) return;
      work.resolve({ outcome, initMs: cold ? member.environment.initMs : undefined });
      this.#release(group, member);
    });
  }

  #release(group: Group<O>, member: Member<O>): void {
    member.busy = false;
    member.idleSince = performance.now();
    this.#dispatch(group);
    if (member.busy || !group.members.has(member)) return;
    if (group.retired) return void member.environment.close();
    this.#expire(group, member, SPARE_IDLE_MS);
  }

  #expire(group: Group<O>, member: Member<O>, ms: number): void {
    member.idle = setTimeout(() => {
      const idleMs = performance.now() - member.idleSince;
      if (group.members.size > 1 || idleMs >= LAST_IDLE_MS) void member.environment.close();
      else this.#expire(group, member, LAST_IDLE_MS - idleMs);
    }, ms).unref();
  }

  #closed(group: Group<O>, member: Member<O>): void {
    clearTimeout(member.idle);
    if (!group.members.delete(member)) return;
    this.#members.delete(member);
    member.prepared.closed();
    const closing = member.environment.close();
    this.#closing.add(closing);
    void closing.then(() => this.#closing.delete(closing));
    if (group.members.size === 0 && group.queue.length === 0) this.#forget(group);
  }

  #forget(group: Group<O>): void {
    clearTimeout(group.growth);
    group.growth = undefined;
    if (this.#groups.get(group.target.key) === group) this.#groups.delete(group.target.key);
  }
}
