import type { Json, JsonObject } from './json.ts';

/** The values that an expression of a state can read. */
export interface Scope {
  /** The state's input: `$` of JSONPath before InputPath has been applied, `$states.input` of JSONata. */
  readonly input: Json;
  /** The context object: `$$` of JSONPath, `$states.context` of JSONata. */
  readonly context: JsonObject;
  /** The visible variables; an inner scope overrides an outer one. */
  readonly variables: JsonObject;
  /** `$states.result`; absent if the state has no result yet. */
  readonly result?: Json;
  /** `$states.errorOutput`; set only inside a Catch. */
  readonly errorOutput?: Json;
  /** The result of `$now()` and `$millis()`, in milliseconds since the epoch. */
  readonly nowMs: number;
  /** The random source of all expressions (States.UUID, States.MathRandom, $random, $uuid). */
  readonly random: Random;
}

export interface Random {
  uuid(): string;
  /** A number in [0, 1). A call with a seed always returns the same number for the same seed. */
  number(seed?: number): number;
}
