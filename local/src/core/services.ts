import { AwsError, unsupported } from './aws/aws-error.ts';
import type { Caller } from './aws/caller.ts';
import type { AnyOperation, Operation, OperationInput } from './operation.ts';
import type { Call, Service } from './service.ts';

/** Decides whether a call may happen; throws an AwsError (AccessDeniedException) when not. */
export type Authorize = (service: string, action: string, input: Record<string, unknown>, caller: Caller) => void;

/** Told of each call that succeeded, after it did. Must be quick and never throw. */
export type Observe = (service: string, action: string, input: Record<string, unknown>, answer: unknown) => void;

/** The request id is a new one unless given. */
type CallFacts = Partial<Omit<Call, 'caller'>>;

/**
 * The one door to every service, for the wire and for the services among themselves: here the caller is known and
 * the permission is checked.
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

  /** Has `observe` told of every successful call until the function that comes back is called. */
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

  /** Carries out an operation as `caller`. Throws as `callByName`. */
  call<Input extends OperationInput, Output>(
    { service, action }: Operation<Input, Output>,
    input: NoInfer<Input>,
    caller: Caller,
    request?: CallFacts,
  ): Promise<Output> {
    return this.callByName(service, action, input, caller, request) as Promise<Output>;
  }

  /**
   * Carries out an action whose name comes from outside: from the wire, or from what users wrote. Throws AwsError: the
   * service's own, AccessDeniedException, UnsupportedOperation or UnknownOperationException.
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
