import { AwsError } from '../../../core/aws/aws-error.ts';
import { assumedRole } from '../../../core/aws/caller.ts';
import { Deliveries } from '../../../core/delivery/deliveries.ts';
import type { GivenUp, NewDelivery } from '../../../core/delivery/delivery.ts';
import { takeOver } from '../../../core/delivery/former-table.ts';
import type { Kernel } from '../../../core/kernel.ts';
import type { Functions, Resolved } from '../functions/functions.ts';
import { EventTooOldError, FunctionFailedError, FunctionGoneError, kindOfAsyncError } from './async-errors.ts';
import { FORMER_TABLE } from './async-former-table.ts';
import { type AsyncOutcome, handoversOf } from './async-outcome.ts';
import { HANDOVER_POLICY, maxAgeMsOf, runPolicyOf } from './async-retry.ts';
import type { AsyncDelivery, AsyncInvocation, AsyncWork } from './async-work.ts';
import { deliver } from './deliver.ts';
import type { Invoker } from './invoker.ts';

const OWNER = 'lambda';
/** As many as AWS runs for one account; how many of them have an environment is the pool's decision. */
const LIMITS = { atOnce: 4_000, perTarget: 1_000 };

/**
 * Asynchronous invocations: accepted when stored, then run, tried again, and their outcome handed over. A run that is cut
 * off by the end of the process is repeated after the next start.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncQueue {
  readonly #kernel: Kernel;
  readonly #functions: Functions;
  readonly #invoker: Invoker;
  readonly #deliveries: Deliveries<AsyncWork>;

  constructor(kernel: Kernel, functions: Functions, invoker: Invoker) {
    this.#kernel = kernel;
    this.#functions = functions;
    this.#invoker = invoker;
    takeOver(kernel.store, OWNER, FORMER_TABLE);
    this.#deliveries = new Deliveries<AsyncWork>(kernel, {
      name: OWNER,
      limits: LIMITS,
      attempt: (delivery) => (delivery.facts.kind === 'run' ? this.#run(delivery) : this.#handOver(delivery)),
      kindOf: kindOfAsyncError,
      policyOf: ({ facts }) => (facts.kind === 'run' ? runPolicyOf(configOf(this.#resolve(facts))) : HANDOVER_POLICY),
      postponed: (delivery, error) => this.#postponed(delivery, error),
      givenUp: (delivery, end) => this.#givenUp(delivery, end),
    });
  }

  /** Resolved when the invocation cannot be lost any more. `payload` is JSON text. */
  async accept({ function: found, qualifier }: Resolved, requestId: string, payload: string): Promise<void> {
    const { store, clock } = this.#kernel;
    const facts = { kind: 'run', functionName: found.name, qualifier: qualifier ?? null, requestId } as const;
    const made = { target: found.name, facts, body: payload, sinceMs: clock.now() };
    const added = await store.write(() => this.#deliveries.add(made));
    this.#deliveries.begin([added]);
  }

  async #run(delivery: AsyncDelivery): Promise<readonly NewDelivery<AsyncWork>[]> {
    const { facts, body, sinceMs, attempts } = delivery;
    const resolved = this.#resolve(facts);
    if (!resolved) throw new FunctionGoneError();
    if (this.#kernel.clock.now() - sinceMs > maxAgeMsOf(configOf(resolved))) throw new EventTooOldError();
    const { failed, payload } = await this.#invoker.invokeLater(resolved, {
      requestId: facts.requestId,
      payload: body,
    });
    if (failed) throw new FunctionFailedError(payload);
    return this.#handovers(delivery, resolved, { condition: 'Success', payload, attempts: attempts + 1 });
  }

  /** The outcome of a function that was deleted meanwhile goes nowhere: there is no role to send it with. */
  async #handOver({ facts, body }: AsyncDelivery): Promise<readonly NewDelivery<AsyncWork>[]> {
    const role = this.#resolve(facts)?.version.role;
    if (facts.kind === 'handover' && role !== undefined)
      await deliver(this.#kernel, { ...facts.outcome, body }, assumedRole(role, facts.functionName));
    return [];
  }

  #postponed({ facts }: AsyncDelivery, error: unknown): void {
    const { log } = this.#kernel;
    const fields = { function: facts.functionName, error: codeOf(error) };
    if (facts.kind === 'handover')
      log.warn('The outcome of an asynchronous invocation cannot be delivered.', {
        ...fields,
        destination: facts.outcome.destinationArn,
      });
    else if (!(error instanceof FunctionFailedError || isThrottling(error)))
      log.error('An asynchronous invocation could not be run and will be tried again.', fields);
  }

  #givenUp(delivery: AsyncDelivery, { error, reason }: GivenUp): readonly NewDelivery<AsyncWork>[] {
    const { facts, attempts } = delivery;
    if (facts.kind === 'handover')
      return this.#dropped(facts, 'The outcome of an asynchronous invocation is given up.');
    const resolved = this.#resolve(facts);
    if (!resolved) return this.#dropped(facts, 'The function of an asynchronous invocation is no more.');
    const condition = reason === 'attempts' ? 'RetriesExhausted' : 'EventAgeExceeded';
    const ran = error instanceof FunctionFailedError;
    const payload = ran ? error.payload : undefined;
    const handovers = this.#handovers(delivery, resolved, { condition, payload, attempts: attempts + (ran ? 1 : 0) });
    if (handovers.length > 0) return handovers;
    const warning = 'An asynchronous invocation failed for good; the function has no destination for it.';
    return this.#dropped(facts, warning, { condition });
  }

  #dropped({ functionName, requestId }: AsyncInvocation, warning: string, fields = {}): readonly [] {
    this.#kernel.log.warn(warning, { function: functionName, requestId, ...fields });
    return [];
  }

  #handovers(delivery: AsyncDelivery, resolved: Resolved, outcome: AsyncOutcome): NewDelivery<AsyncWork>[] {
    const { home, clock } = this.#kernel;
    const { version } = resolved;
    return handoversOf({ home, delivery, version, config: configOf(resolved), nowMs: clock.now() }, outcome);
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

const isThrottling = (error: unknown): boolean =>
  error instanceof AwsError && error.code === 'TooManyRequestsException';

const codeOf = (error: unknown): string =>
  error instanceof AwsError ? error.code : error instanceof Error ? error.name : 'Error';
