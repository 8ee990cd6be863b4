import { AwsError, unsupported } from './aws/aws-error.ts';
import type { Caller } from './aws/caller.ts';
import type { AnyOperation, Operation, OperationInput } from './operation.ts';
import type { Call, Service } from './service.ts';

/** Checks the permission for a call; throws an AwsError (AccessDeniedException) if it is missing. */
export type Authorize = (service: string, action: string, input: Record<string, unknown>, caller: Caller) => void;

/** Called after each successful call. Must be fast and must not throw. */
export type Observe = (service: string, action: string, input: Record<string, unknown>, answer: unknown) => void;

/** A missing `requestId` is generated. */
type CallFacts = Partial<Omit<Call, 'caller'>>;

/**
 * Dispatches all calls of API actions, both from the gateway and between services, and checks the caller's permission.
 */
export class Services {
  readonly #services = new Map<string, Service>();
  readonly #requestId: () => string;
  readonly #observers = new Set<Observe>();
  #authorize: Authorize = () => {};

  constructor(requestId: () => string) {
    this.#requestId = requestId;
  }

  register(service: Service): void {
    this.#services.set(service.name, service);
  }

  enforce(authorize: Authorize): void {
    this.#authorize = authorize;
  }

  /** Calls `observe` after every successful call; returns a function that removes `observe`. */
  watch(observe: Observe): () => void {
    this.#observers.add(observe);
    return () => this.#observers.delete(observe);
  }

  all(): Iterable<Service> {
    return this.#services.values();
  }

  has({ service, action }: AnyOperation): boolean {
    return Object.hasOwn(this.#services.get(service)?.actions ?? {}, action);
  }

  /** Performs an operation as `caller`. Throws the errors of `callByName`. */
  call<Input extends OperationInput, Output>(
    { service, action }: Operation<Input, Output>,
    input: NoInfer<Input>,
    caller: Caller,
    request?: CallFacts,
  ): Promise<Output> {
    return this.callByName(service, action, input, caller, request) as Promise<Output>;
  }

  /**
   * Checks the permission for an operation without performing it. Throws AccessDeniedException. An action that answers
   * for each part of its request whether it was allowed calls this for each part.
   */
  permit<Input extends OperationInput>(
    { service, action }: Operation<Input>,
    input: NoInfer<Input>,
    caller: Caller,
  ): void {
    this.#authorize(service, action, input, caller);
  }

  /**
   * Stores an operation's work in the caller's transaction, together with the change that causes the work. Call this
   * method inside `store.write`. It returns a function that begins the work; call that function after the commit.
   * Returns undefined if the operation cannot take part in a transaction; use `call` in this case. Throws the errors of
   * `callByName`.
   */
  enlist<Input extends OperationInput>(
    { service, action }: Operation<Input>,
    input: NoInfer<Input>,
    caller: Caller,
  ): (() => void) | undefined {
    const enlist = this.#services.get(service)?.enlistable?.[action];
    if (!enlist) return undefined;
    this.#authorize(service, action, input, caller);
    const enlisted = enlist(input, { requestId: this.#requestId(), caller });
    if (!enlisted) return undefined;
    return () => {
      enlisted.begin();
      for (const observe of this.#observers) observe(service, action, input, enlisted.answer);
    };
  }

  /**
   * Performs an action whose name comes from a request or from a user's definition. Throws AwsError: the service's own
   * errors, AccessDeniedException, UnsupportedOperation or UnknownOperationException.
   */
  async callByName(
    service: string,
    action: string,
    input: Record<string, unknown>,
    caller: Caller,
    request: CallFacts = {},
  ): Promise<unknown> {
    const { actions = {}, refused = [] } = this.#services.get(service) ?? {};
    if (refused.includes(action)) throw unsupported(`${service}:${action}`);
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!run)
      throw new AwsError(
        'UnknownOperationException',
        `The operation ${service}:${action} is not known to this runtime.`,
      );
    this.#authorize(service, action, input, caller);
    const call: Call = { requestId: this.#requestId(), ...request, caller };
    if (this.#observers.size === 0) return run(input, call);
    const answer = await run(input, call);
    for (const observe of this.#observers) observe(service, action, input, answer);
    return answer;
  }
}
