/** Parameters by name. An operation's input is a type alias, because an interface is not assignable to this. */
export type OperationInput = Readonly<Record<string, unknown>>;

/**
 * An API action that other parts of the runtime call, with the members of its input and its answer that they use.
 * Each service declares its operations in the `operations.ts` of its folder.
 */
export interface Operation<Input extends OperationInput, Output = unknown> {
  /** As in `Service.name`. */
  readonly service: string;
  readonly action: string;
  /** Never set: it only ties the types to the value. */
  readonly types?: (input: Input) => Output;
}

/** An operation whose input its caller does not know. */
export type AnyOperation = Operation<never, unknown>;

/** `Output` is left out where no caller reads the answer. */
export const operation = <Input extends OperationInput, Output = unknown>(
  service: string,
  action: string,
): Operation<Input, Output> => ({ service, action });
