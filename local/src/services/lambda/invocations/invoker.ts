import type { AwsError } from '../../../core/aws/aws-error.ts';
import { responseHost } from '../../../core/cloudformation/response-host.ts';
import type { Kernel } from '../../../core/kernel.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import type { CodeStore } from '../code/code-store.ts';
import type { AnswerCall } from '../environments/calls.ts';
import type { InvocationOutcome } from '../environments/environment.ts';
import { type EnvironmentSetup, type Output, Pool, type RunResult, type Target } from '../environments/pool.ts';
import { environmentVariables } from '../environments/variables.ts';
import { invalidContent, recursiveInvocation, throttled } from '../errors.ts';
import type { LambdaFunction, Version } from '../functions/function.ts';
import { functionArn } from '../functions/function-name.ts';
import type { Resolved } from '../functions/functions.ts';
import type { InvokeMessage } from '../runtime/messages.ts';
import { MAX_RUNS_IN_CHAIN, nextTraceHeader, runsInChain } from './lineage.ts';
import { endLines, startLine } from './log-lines.ts';
import { LogShipper, type Stream } from './log-shipper.ts';

const MAX_RESPONSE_BYTES = 6_291_556;
const LOG_TAIL_CHARACTERS = 4_096;

export interface Invocation {
  readonly requestId: string;
  /** The event as JSON text. */
  readonly payload: string;
  readonly clientContext?: string | undefined;
  /** The trace header of the call or message that caused the invocation. */
  readonly traceHeader?: string | undefined;
  /** Whether the result contains the end of the log. */
  readonly tail?: boolean;
}

export interface InvocationResult {
  readonly failed: boolean;
  /** The handler's result, or the error `{errorType, errorMessage, trace?}`, as JSON text. */
  readonly payload: string;
  readonly executedVersion: string;
  /** The last 4 KB of the log; undefined unless the caller set `tail`. */
  readonly logTail: string | undefined;
}

/**
 * Writes to the log stream of an environment. If `captured` is set, it also collects the log text of the running
 * invocation.
 */
class StreamOutput implements Output {
  readonly #write: (text: string) => void;
  captured: string[] | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  write(text: string): void {
    if (text === '') return;
    this.captured?.push(text);
    this.#write(text);
  }
}

/** Runs invocations: creates environments, writes their logs and builds the result. */
export class Invoker {
  readonly #kernel: Kernel;
  readonly #code: CodeStore;
  readonly #answerCall: AnswerCall;
  readonly #pool = new Pool<StreamOutput>();
  readonly #logs: LogShipper;
  readonly #running = new Set<Promise<void>>();
  readonly #targets = new Map<string, Target<StreamOutput>>();

  /** `answerCall` answers the AWS calls that functions make. */
  constructor(kernel: Kernel, code: CodeStore, answerCall: AnswerCall) {
    this.#kernel = kernel;
    this.#code = code;
    this.#answerCall = answerCall;
    this.#logs = new LogShipper(kernel);
  }

  /**
   * Resolves with the handler's result or error. Throws TooManyRequestsException if the reserved concurrency is 0, and
   * InvalidRequestContentException if the payload is not valid JSON. Throws RecursiveInvocationException if the
   * function has run too often in the chain of `traceHeader`. Throws StoreUnavailableError if the function failed while
   * the store could not write: the store may have caused the failure, so it is not the function's result.
   */
  invoke(resolved: Resolved, invocation: Invocation): Promise<InvocationResult> {
    const work = this.#kernel.inflight.track(this.#invoke(resolved, invocation));
    const settled = work.then(
      () => {},
      () => {},
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
    return work;
  }

  /** Whether the function has run so often in the chain of `traceHeader` that Lambda stops its next invocation. */
  isLoop(found: LambdaFunction, traceHeader: string | undefined): boolean {
    if (found.recursiveLoop === 'Allow' || traceHeader === undefined) return false;
    return runsInChain(traceHeader, functionArn(this.#kernel.home, found.name)) >= MAX_RUNS_IN_CHAIN;
  }

  #stopped({ name }: LambdaFunction): AwsError {
    this.#kernel.meter.add('lambda', 'recursive invocations dropped', 1);
    this.#kernel.log.warn('An invocation was stopped, as on AWS: the function invokes itself in a loop.', {
      function: name,
    });
    return recursiveInvocation(
      "Lambda has detected your function being invoked in a recursive loop with other AWS resources and stopped your function's invocation.",
    );
  }

  /** Starts an environment for the next invocation if the function has none. */
  warm({ function: found, version }: Resolved): void {
    if (found.reservedConcurrency !== 0) this.#pool.warm(this.#target(found, version));
  }

  /** Resolves when the running invocations have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Ends the environments of a changed or deleted version. */
  retire(version: Version): void {
    this.#targets.delete(version.revisionId);
    this.#pool.retire(version.revisionId);
  }

  environments(): number {
    return this.#pool.size();
  }

  async close(): Promise<void> {
    await this.#pool.close();
    await this.#logs.flush();
  }

  async #invoke({ function: found, version, qualifier }: Resolved, invocation: Invocation): Promise<InvocationResult> {
    if (found.reservedConcurrency === 0)
      throw throttled('Rate Exceeded.', { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' });
    if (this.isLoop(found, invocation.traceHeader)) throw this.#stopped(found);
    const { requestId, payload, clientContext, traceHeader } = invocation;
    const functionName = functionArn(this.#kernel.home, found.name);
    const message = {
      requestId,
      payload,
      clientContext,
      timeoutMs: version.timeoutSeconds * 1000,
      invokedFunctionArn: functionArn(this.#kernel.home, found.name, qualifier),
      traceHeader: nextTraceHeader({ traceHeader, functionArn: functionName, requestId }),
    };
    const { store } = this.#kernel;
    const refusalsBefore = store.refusals();
    const lines: string[] = [];
    let output: StreamOutput | undefined;
    const { outcome, initMs } = await this.#run(found, version, message, (given) => {
      output = given;
      output.captured = invocation.tail ? lines : undefined;
      output.write(startLine(version, requestId, this.#kernel.clock.now()));
    });
    if (outcome.kind === 'payload-refused')
      throw invalidContent(
        `Could not parse request body into json: Could not parse payload into json: ${outcome.reason}`,
      );
    const succeeded = outcome.kind === 'succeeded';
    if (!succeeded && store.refusals() !== refusalsBefore)
      throw new StoreUnavailableError('a function failed while the store could not write to the disk');
    this.#kernel.meter.add('lambda', 'requests', 1);
    this.#kernel.meter.add('lambda', 'GB-seconds', gigabyteSeconds(version, outcome.durationMs));
    const report = { ...outcome, initMs, succeeded, endMs: this.#kernel.clock.now() };
    for (const line of endLines(version, requestId, report)) output?.write(line);
    const logTail = invocation.tail ? lines.join('').slice(-LOG_TAIL_CHARACTERS) : undefined;
    return { ...limited(outcome.payload, !succeeded), executedVersion: version.version, logTail };
  }

  /**
   * Runs an invocation. A function whose run ended the process three times does not run again: a function can end the
   * process, for example by an allocation that its thread has no memory for.
   */
  async #run(
    found: LambdaFunction,
    version: Version,
    message: InvokeMessage,
    started: (output: StreamOutput) => void,
  ): Promise<RunResult> {
    const { crashGuard, store } = this.#kernel;
    const work = `lambda ${version.revisionId}`;
    if (crashGuard.isGivenUp(work)) return { outcome: givenUp(message), initMs: undefined };
    const result = await crashGuard.hold(work, () => this.#pool.run(this.#target(found, version), message, started));
    if (crashGuard.isSuspect(work)) await store.write(() => crashGuard.forget(work));
    return result;
  }

  #target(found: LambdaFunction, version: Version): Target<StreamOutput> {
    const key = version.revisionId;
    const known = this.#targets.get(key);
    if (known && known.concurrency === found.reservedConcurrency) return known;
    const target = { key, concurrency: found.reservedConcurrency, prepare: () => this.#prepare(found, version) };
    this.#targets.set(key, target);
    return target;
  }

  #prepare(found: LambdaFunction, version: Version): EnvironmentSetup<StreamOutput> {
    const day = new Date(this.#kernel.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const name = `${day}/[${version.version}]${this.#kernel.ids.uuid().replaceAll('-', '')}`;
    const stream: Stream = { group: version.logGroup, name, role: version.role, functionName: found.name };
    const variables = environmentVariables(this.#kernel, found, version, name);
    return {
      spec: {
        name: found.name,
        variables,
        memoryMb: version.memoryMb,
        compileCacheDirectory: this.#code.compileCacheDirectory,
        data: {
          clockOffset: this.#kernel.clock.sharedOffset(),
          endpoint: this.#kernel.endpoint(),
          responseHost: responseHost(this.#kernel.home.region),
          layersDirectory: version.layers?.directory,
        },
        now: () => this.#kernel.clock.now(),
        answerCall: this.#answerCall,
      },
      output: new StreamOutput((text) => this.#logs.write(stream, text)),
      closed: () => this.#kernel.identities.revoke(variables.AWS_ACCESS_KEY_ID),
    };
  }
}

/** The outcome for a function that was running each of the three times that the process ended. */
const givenUp = ({ requestId }: InvokeMessage): InvocationOutcome => {
  const reason =
    'The runtime ended three times while this function ran. It runs the function again once it has run for 30 s, or longer ' +
    'after further ends; a changed function runs immediately.';
  const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
  const payload = JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage });
  return { kind: 'failed', payload, durationMs: 0, memoryMb: 0 };
};

/**
 * The billed gigabyte-seconds: the duration, rounded up to a millisecond, times the configured memory. The cold start
 * is not included.
 */
const gigabyteSeconds = ({ memoryMb }: Version, durationMs: number): number =>
  (Math.ceil(durationMs) / 1000) * (memoryMb / 1024);

const limited = (payload: string, failed: boolean): Pick<InvocationResult, 'failed' | 'payload'> => {
  if (payload.length * 3 <= MAX_RESPONSE_BYTES || Buffer.byteLength(payload) <= MAX_RESPONSE_BYTES)
    return { failed, payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  return { failed: true, payload: JSON.stringify({ errorType: 'Function.ResponseSizeTooLarge', errorMessage }) };
};
