import type { Json, JsonObject } from '../language/json.ts';
import type { Failure } from './failure.ts';

/**
 * The intermediate values of a state, from its input to its next state. The names are those of "InspectionData" in the
 * API reference. A value is absent if the state has no such value, or failed before it was computed.
 */
export interface TracedValues {
  readonly input: Json;
  readonly afterInputPath: Json;
  readonly afterParameters: Json;
  readonly afterArguments: Json;
  readonly afterItemsPath: Json;
  readonly afterItemSelector: Json;
  readonly afterItemBatcher: Json;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly result: Json;
  readonly afterResultSelector: Json;
  readonly afterResultPath: Json;
  /** All variables visible to the next state; set only if this state assigned some. */
  readonly variables: JsonObject;
  /** The last failure, also if it was retried or caught. */
  readonly failure: Failure;
  /** Position of the retrier that matches the failure, even if it allows no further attempt. */
  readonly retryIndex: number;
  /** Set only if the retrier allows another attempt. */
  readonly retryBackoffIntervalSeconds: number;
  /** Position of the catcher that matches the failure. */
  readonly catchIndex: number;
  readonly nextState: string;
}

/** Receives each value when it is computed. A later attempt of the state sends its values again. */
export type Trace = <Name extends keyof TracedValues>(name: Name, value: TracedValues[Name]) => void;

/** The part of an active state that `traced` uses. */
interface Traceable {
  readonly walk: { readonly surroundings: { readonly trace?: Trace | undefined } };
}

/** Sends the value to the trace, if there is one, and returns it. */
export function traced<Name extends keyof TracedValues, Value extends TracedValues[Name]>(
  { walk }: Traceable,
  name: Name,
  value: Value,
): Value {
  walk.surroundings.trace?.(name, value);
  return value;
}
