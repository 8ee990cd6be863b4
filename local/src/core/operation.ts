/** Parameters by name. Declare an operation's input as a type alias: an interface is not assignable to this type. */
export type OperationInput = Readonly<Record<string, unknown>>;

/**
 * An API action that other parts of the runtime call. `Input` and `Output` declare only the members that these callers
 * use. Each service declares its operations in the `operations.ts` of its folder.
 */
export interface Operation<Input extends OperationInput, Output = unknown> {
  /** Name of the service, for example `lambda`. */
  readonly service: string;
  readonly action: string;
  /** Never set. TypeScript needs a member that uses `Input` and `Output` to check them where the operation is called. */
  readonly types?: (input: Input) => Output;
}

/** An operation of any input and output type. */
export type AnyOperation = Operation<never, unknown>;

/** Declares an operation. `Output` is omitted if no caller reads the answer. */
export const operation = <Input extends OperationInput, Output = unknown>(
  service: string,
  action: string,
): Operation<Input, Output> => ({ service, action });
