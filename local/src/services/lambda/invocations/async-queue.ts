import { AwsError, errorCodeOf } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import { Deliveries } from '../../../core/delivery/deliveries.ts';
import type { GivenUp, NewDelivery } from '../../../core/delivery/delivery.ts';
import { takeOver } from '../../../core/delivery/former-table.ts';
import type { FailedRun, FailedRuns } from '../../../core/failed-runs.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Call } from '../../../core/service.ts';
import { asLambda } from '../functions/function-name.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import {
  EventTooOldError,
  FunctionFailedError,
  FunctionGoneError,
  isRecursion,
  kindOfAsyncError,
} from './async-errors.ts';
import { FORMER_TABLE } from './async-former-table.ts';
import { type AsyncInvocationResult, resultDeliveries } from './async-result.ts';
import { maxAgeMsOf, RESULT_DELIVERY_POLICY, runPolicyOf } from './async-retry.ts';
import type { AsyncDelivery, AsyncInvocation, AsyncWork } from './async-work.ts';
import { deliver } from './deliver.ts';
import type { Invoker } from './invoker.ts';

/** The data of an Invoke call that is stored with its invocation. */
type InvokeCall = Pick<Call, 'requestId' | 'traceHeader'>;

const OWNER = 'lambda';
/** Limits of concurrent attempts. The pool decides how many of these invocations really run at the same time. */
const LIMITS = { atOnce: 4_000, perTarget: 1_000 };

/**
 * Runs asynchronous invocations. An invocation is stored before it is accepted; then it runs, with retries, and its
 * result is sent to the destinations. If the process ends during a run, the run is repeated after the next start.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncQueue implements FailedRuns {
  readonly #kernel: Kernel;
  readonly #functions: Functions;
  readonly #invoker: Invoker;
  readonly #deliveries: Deliveries<AsyncWork>;
  readonly #listeners: ((run: FailedRun) => void)[] = [];

  constructor(kernel: Kernel, functions: Functions, invoker: Invoker) {
    this.#kernel = kernel;
    this.#functions = functions;
    this.#invoker = invoker;
    takeOver(kernel.store, OWNER, FORMER_TABLE);
    this.#deliveries = new Deliveries<AsyncWork>(kernel, {
      name: OWNER,
      limits: LIMITS,
      attempt: (delivery) => (delivery.facts.kind === 'run' ? this.#run(delivery) : this.#sendResult(delivery)),
      kindOf: kindOfAsyncError,
      policyOf: ({ facts }) =>
        facts.kind === 'run' ? runPolicyOf(configOf(this.#resolve(facts))) : RESULT_DELIVERY_POLICY,
      postponed: (delivery, error) => this.#postponed(delivery, error),
      givenUp: (delivery, end) => this.#givenUp(delivery, end),
    });
  }

  onFailedRun(listener: (run: FailedRun) => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when the invocation is stored. `payload` is JSON text. */
  async accept(resolved: Resolved, call: InvokeCall, payload: string): Promise<void> {
    const begin = await this.#kernel.store.write(() => this.add(resolved, call, payload));
    begin();
  }

  /**
   * Stores an invocation. Call it inside `store.write`, and call the returned function after the commit: it starts the
   * invocation.
   */
  add({ function: found, qualifier }: Resolved, { requestId, traceHeader }: InvokeCall, payload: string): () => void {
    const facts = {
      kind: 'run',
      functionName: found.name,
      qualifier: qualifier ?? null,
      requestId,
      ...(traceHeader !== undefined && { traceHeader }),
    } as const;
    const made = { target: found.name, facts, body: payload, sinceMs: this.#kernel.clock.now() };
    const added = this.#deliveries.add(made);
    return () => this.#deliveries.begin([added]);
  }

  async #run(delivery: AsyncDelivery): Promise<readonly NewDelivery<AsyncWork>[]> {
    const { facts, body, sinceMs, attempts } = delivery;
    const resolved = this.#resolve(facts);
    if (!resolved) throw new FunctionGoneError();
    if (this.#kernel.clock.now() - sinceMs > maxAgeMsOf(configOf(resolved))) throw new EventTooOldError();
    const { failed, payload } = await this.#invoker.invoke(resolved, {
      requestId: facts.requestId,
      payload: body,
      traceHeader: facts.kind === 'run' ? facts.traceHeader : undefined,
    });
    if (failed) throw new FunctionFailedError(payload);
    return this.#resultDeliveries(delivery, resolved, { condition: 'Success', payload, attempts: attempts + 1 });
  }

  /**
   * Sends the result to its destination. If the function has been deleted, the result is dropped, because its role is
   * needed to send.
   */
  async #sendResult({ facts, body }: AsyncDelivery): Promise<readonly NewDelivery<AsyncWork>[]> {
    const role = this.#resolve(facts)?.version.role;
    if (facts.kind === 'handover' && role !== undefined) {
      const caller = assumedRole(role, facts.functionName, asLambda(this.#kernel.home, facts.functionName));
      await deliver(this.#kernel, { ...facts.outcome, body }, caller);
    }
    return [];
  }

  #postponed({ facts }: AsyncDelivery, error: unknown): void {
    const { log } = this.#kernel;
    if (error instanceof FunctionFailedError) this.#failed(facts, { payload: error.payload, isLast: false });
    const fields = { function: facts.functionName, error: errorCodeOf(error) };
    if (facts.kind === 'handover')
      log.warn('The result of an asynchronous invocation could not be sent to its destination; it will be retried.', {
        ...fields,
        destination: facts.outcome.destinationArn,
      });
    else if (!(error instanceof FunctionFailedError || isThrottling(error)))
      log.error('An asynchronous invocation could not be run; it will be retried.', fields);
  }

  #givenUp(delivery: AsyncDelivery, { error, reason }: GivenUp): readonly NewDelivery<AsyncWork>[] {
    const { facts, attempts } = delivery;
    if (facts.kind === 'handover')
      return this.#dropped(
        facts,
        'The result of an asynchronous invocation was dropped: its destination did not accept it in time.',
      );
    const ran = error instanceof FunctionFailedError;
    const payload = ran ? error.payload : undefined;
    this.#failed(facts, { payload, isLast: true });
    const resolved = this.#resolve(facts);
    if (!resolved)
      return this.#dropped(facts, 'An asynchronous invocation was dropped: its function has been deleted.');
    const condition = conditionOf(error, reason);
    const deliveries = this.#resultDeliveries(delivery, resolved, {
      condition,
      payload,
      attempts: attempts + (ran ? 1 : 0),
    });
    if (deliveries.length > 0) return deliveries;
    const warning =
      'An asynchronous invocation failed and was dropped: the function has neither a failure destination nor a dead-letter queue.';
    return this.#dropped(facts, warning, { condition });
  }

  #failed({ functionName, requestId }: AsyncInvocation, run: Pick<FailedRun, 'payload' | 'isLast'>): void {
    for (const listener of this.#listeners) listener({ functionName, requestId, ...run });
  }

  #dropped({ functionName, requestId }: AsyncInvocation, warning: string, fields = {}): readonly [] {
    this.#kernel.log.warn(warning, { function: functionName, requestId, ...fields });
    return [];
  }

  #resultDeliveries(
    delivery: AsyncDelivery,
    resolved: Resolved,
    result: AsyncInvocationResult,
  ): NewDelivery<AsyncWork>[] {
    const { home, clock } = this.#kernel;
    const { version } = resolved;
    return resultDeliveries({ home, delivery, version, config: configOf(resolved), nowMs: clock.now() }, result);
  }

  #resolve({ functionName, qualifier }: AsyncInvocation): Resolved | undefined {
    try {
      return this.#functions.resolve(functionName, qualifier ?? undefined);
    } catch (error) {
      if (error instanceof AwsError) return undefined;
      throw error;
    }
  }
}

const configOf = (resolved: Resolved | undefined) =>
  resolved?.function.eventInvokeConfigs[resolved.qualifier ?? '$LATEST'];

const conditionOf = (error: unknown, reason: GivenUp['reason']): 'RetriesExhausted' | 'EventAgeExceeded' =>
  reason === 'attempts' || isRecursion(error) ? 'RetriesExhausted' : 'EventAgeExceeded';

const isThrottling = (error: unknown): boolean =>
  error instanceof AwsError && error.code === 'TooManyRequestsException';
