import type { Json, JsonObject } from './json.ts';

/** What an expression of a state can see. */
export interface Scope {
  /** The state's input: `$` of JSONPath before InputPath has been applied, `$states.input` of JSONata. */
  readonly input: Json;
  /** The context object: `$$` of JSONPath, `$states.context` of JSONata. */
  readonly context: JsonObject;
  /** Variables visible here, inner scopes already laid over outer ones. */
  readonly variables: JsonObject;
  /** `$states.result`, where the state has one. */
  readonly result?: Json;
  /** `$states.errorOutput`, inside a Catch. */
  readonly errorOutput?: Json;
  /** Milliseconds since the epoch: what `$now()` and `$millis()` answer. */
  readonly nowMs: number;
  /** The only source of randomness of expressions (States.UUID, States.MathRandom, $random, $uuid). */
  readonly random: Random;
}

export interface Random {
  uuid(): string;
  /** A number in [0, 1); with a seed always the same one. */
  number(seed?: number): number;
}
