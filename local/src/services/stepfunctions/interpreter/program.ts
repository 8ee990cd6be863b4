import type { JsonObject } from '../language/json.ts';
import type { Resource } from './resource.ts';

/** A parsed definition, or the parsed part of it that a branch runs. */
export interface Program {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** The ExecutionType of a distributed Map. */
export type ChildType = 'STANDARD' | 'EXPRESS';

export interface State {
  readonly name: string;
  readonly type: StateType;
  /** Whether the expressions are JSONata: the QueryLanguage of the state, else of the state machine. */
  readonly jsonata: boolean;
  /** The state's fields as in the definition. */
  readonly fields: JsonObject;
  /** The name of the next state; absent if the state ends its branch. */
  readonly next?: string;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** The type of the child executions of a distributed Map; absent in inline mode. */
  readonly childType?: ChildType;
  /** The branches of a Parallel, or the single processor of a Map. */
  readonly branches: readonly Program[];
  readonly resource?: Resource;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  readonly fullJitter: boolean;
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly fields: JsonObject;
  readonly next: string;
}
