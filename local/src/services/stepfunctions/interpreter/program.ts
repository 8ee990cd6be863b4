import type { JsonObject } from '../language/json.ts';
import type { Resource } from './resource.ts';

/** A definition, or the part of one that a branch runs, ready to be walked. */
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
  /** Whether expressions are JSONata: by the state's QueryLanguage, else the state machine's. */
  readonly jsonata: boolean;
  /** The state as the definition has it. */
  readonly fields: JsonObject;
  /** Absent where the state ends its branch. */
  readonly next?: string;
  readonly retriers: readonly Retrier[];
  readonly catchers: readonly Catcher[];
  /** What the iterations of a Map in distributed mode run as; absent in inline mode. */
  readonly childType?: ChildType;
  /** The branches of a Parallel; the one processor of a Map. */
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
