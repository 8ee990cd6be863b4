import type { ExecutionStatus, Executions, Rule } from '../../../../api/types.generated.ts';
import type { Matches } from './why-not.ts';

/** Reads EventBridge rules and tests event patterns. */
export interface BusReader {
  rules(): Promise<readonly Rule[]>;
  readonly matches: Matches;
}

interface ExecutionQuestion {
  /** Name of a state machine; undefined means the state machine of applications. */
  readonly stateMachine: string | undefined;
  readonly status: ExecutionStatus;
  readonly cursor: string | undefined;
}

/** Reads executions of state machines. */
export interface ExecutionReader {
  /** Newest first. Refuses a state machine that operators do not see. */
  list(question: ExecutionQuestion): Promise<Executions>;
  /** ARN of an execution; undefined for a state machine that operators do not see. */
  arnOf(stateMachine: string | undefined, name: string): string | undefined;
  /** Names of the state machines that operators see; the state machine of applications comes first. */
  stateMachineNames(): readonly string[];
}
