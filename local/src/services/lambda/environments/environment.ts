import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { threadSource } from '../../../core/isolation/thread-source.ts';
import type { EnvironmentData, EnvironmentMessage, InvokeMessage } from '../runtime/messages.ts';
import { type AnswerCall, answerCalls } from './calls.ts';

/** Lambda's limit for initialization; independent of the function's timeout. */
const INIT_LIMIT_MS = 10_000;
/**
 * Maximum size of V8's young generation (new objects). With a small one, an environment takes about 10 MB plus its
 * code. A larger one does not make short runs faster.
 */
const YOUNG_GENERATION_MB = 4;
const STACK_MB = 4;
const RUNTIME_URL = new URL('../runtime/main.ts', import.meta.url).href;

/** The settings of an environment. Environments with equal settings are interchangeable. */
export interface EnvironmentSpec {
  /** Name of the worker thread; used only in this machine's logs. */
  readonly name: string;
  readonly variables: { readonly [name: string]: string };
  readonly memoryMb: number;
  /** Directory of V8's compile cache, which all cold starts share. */
  readonly compileCacheDirectory: string;
  readonly data: Omit<EnvironmentData, 'calls'>;
  /** The runtime's clock in epoch milliseconds, for the timestamps of log lines. */
  readonly now: () => number;
  /** Answers the function's AWS API calls. */
  readonly answerCall: AnswerCall;
}

/** The result of an invocation. Payloads are the JSON text that the client receives. */
export type InvocationOutcome =
  | { readonly kind: 'succeeded'; readonly payload: string; readonly durationMs: number; readonly memoryMb: number }
  | { readonly kind: 'failed'; readonly payload: string; readonly durationMs: number; readonly memoryMb: number }
  /** The payload is not valid JSON; the function did not run. */
  | { readonly kind: 'payload-refused'; readonly reason: string };

export interface EnvironmentEvents {
  /** Called with log text that the function wrote, or that Lambda writes about the function. */
  log(text: string): void;
  /** Called once, when the environment has ended and cannot run another invocation. */
  closed(): void;
}

interface Running {
  readonly invocation: InvokeMessage;
  readonly settle: (outcome: InvocationOutcome) => void;
  startedMs: number;
  limit: NodeJS.Timeout | undefined;
}

/**
 * One execution environment: a worker thread that runs one invocation at a time. It ends after a timeout, after a crash
 * of the function, and on `close`.
 */
export class Environment {
  readonly #worker: Worker;
  readonly #events: EnvironmentEvents;
  readonly #now: () => number;
  #running: Running | undefined;
  #initMs: number | undefined;
  #initFailure: string | undefined;
  #closed = false;
  #outOfMemory = false;

  constructor(spec: EnvironmentSpec, events: EnvironmentEvents) {
    this.#events = events;
    this.#now = spec.now;
    const { port1: outside, port2: inside } = new MessageChannel();
    answerCalls(outside, spec.answerCall);
    this.#worker = startWorker(spec, inside);
    this.#worker.on('message', (message: EnvironmentMessage) => this.#receive(message));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      this.#outOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    });
    this.#worker.on('exit', (code) => this.#exited(code));
    for (const stream of [this.#worker.stdout, this.#worker.stderr])
      stream.on('data', (chunk: Buffer) => events.log(chunk.toString('utf8')));
  }

  /** Time that loading the handler took; undefined until it is loaded. */
  get initMs(): number | undefined {
    return this.#initMs;
  }

  /**
   * Start of the running invocation, in the time of performance.now(). Undefined if the environment is idle, or while
   * it loads the handler.
   */
  get busySinceMs(): number | undefined {
    return this.#initMs === undefined ? undefined : this.#running?.startedMs;
  }

  /** Never rejects. Must not be called while an invocation runs. */
  invoke(invocation: InvokeMessage): Promise<InvocationOutcome> {
    return new Promise((settle) => {
      const running: Running = { invocation, settle, startedMs: performance.now(), limit: undefined };
      this.#running = running;
      if (this.#initFailure !== undefined) return this.#fail(this.#initFailure);
      if (this.#closed) return this.#fail(exitError(invocation, 'Runtime exited without providing a reason'));
      this.#worker.postMessage(invocation);
      this.#limit(running, this.#initMs === undefined ? INIT_LIMIT_MS : invocation.timeoutMs);
    });
  }

  close(): Promise<void> {
    const first = !this.#closed;
    this.#closed = true;
    if (first) this.#events.closed();
    return this.#worker.terminate().then(() => {});
  }

  #limit(running: Running, ms: number): void {
    clearTimeout(running.limit);
    running.limit = setTimeout(() => this.#timedOut(running), ms);
  }

  #timedOut({ invocation }: Running): void {
    const message = `Task timed out after ${(invocation.timeoutMs / 1000).toFixed(2)} seconds`;
    this.#events.log(`${new Date(this.#now()).toISOString()} ${invocation.requestId} ${message}\n\n`);
    this.#retire();
    const errorMessage = `RequestId: ${invocation.requestId} Error: ${message}`;
    this.#fail(JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage }));
  }

  #receive(message: EnvironmentMessage): void {
    switch (message.kind) {
      case 'log':
        this.#events.log(message.text);
        break;
      case 'ready':
        this.#ready(message.initMs);
        break;
      case 'init-failed':
        this.#initFailure = message.payload;
        this.#retire();
        this.#fail(message.payload);
        break;
      case 'payload-refused':
        this.#settle(() => message);
        break;
      default:
        this.#answered(message);
    }
  }

  #answered(message: Extract<EnvironmentMessage, { memoryMb: number }>): void {
    if (message.kind === 'failed' && message.fatal) this.#retire();
    const { kind, payload, memoryMb } = message;
    this.#settle((durationMs) => ({ kind, payload, memoryMb, durationMs }));
  }

  #ready(initMs: number): void {
    this.#initMs = initMs;
    const running = this.#running;
    if (!running) return;
    running.startedMs = performance.now();
    this.#limit(running, running.invocation.timeoutMs);
  }

  #exited(code: number): void {
    const running = this.#running;
    const reason = this.#outOfMemory ? 'signal: killed' : `exit status ${code}`;
    const message = code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: ${reason}`;
    this.#retire();
    if (running) this.#fail(exitError(running.invocation, message));
  }

  #retire(): void {
    void this.close();
  }

  #fail(payload: string): void {
    this.#settle((durationMs) => ({ kind: 'failed', payload, durationMs, memoryMb: 0 }));
  }

  #settle(outcome: (durationMs: number) => InvocationOutcome): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    clearTimeout(running.limit);
    running.settle(outcome(performance.now() - running.startedMs));
  }
}

const exitError = ({ requestId }: InvokeMessage, message: string): string =>
  JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${message}` });

/**
 * The thread starts with one line of plain JavaScript that enables the compile cache. With the cache, a thread neither
 * strips the runtime's TypeScript again nor compiles the code again. This saves about 50 ms and 10 MB per cold start.
 */
const startWorker = (spec: EnvironmentSpec, calls: MessagePort): Worker =>
  new Worker(
    threadSource(RUNTIME_URL, [
      `require('node:module').enableCompileCache(${JSON.stringify(spec.compileCacheDirectory)})`,
    ]),
    {
      eval: true,
      name: spec.name,
      env: { ...spec.variables },
      workerData: { ...spec.data, calls } satisfies EnvironmentData,
      transferList: [calls],
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
      resourceLimits: {
        maxOldGenerationSizeMb: spec.memoryMb,
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
        stackSizeMb: STACK_MB,
      },
    },
  );
