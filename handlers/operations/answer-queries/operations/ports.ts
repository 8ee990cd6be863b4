import type { ExecutionStatus, Executions, Rule } from '../../../../api/types.generated.ts';
import type { Matches } from './why-not.ts';

/** Reads EventBridge rules and tests event patterns. */
export interface BusReader {
  rules(): Promise<readonly Rule[]>;
  readonly matches: Matches;
}

interface ExecutionQuestion {
  /** Name of a state machine. Undefined means account-application. */
  readonly stateMachine: string | undefined;
  readonly status: ExecutionStatus;
  readonly cursor: string | undefined;
}

/** Reads executions of state machines. */
export interface ExecutionReader {
  /** Lists executions, newest first. @throws ProblemError 400 for a state machine that operators may not see */
  list(question: ExecutionQuestion): Promise<Executions>;
  /** ARN of an execution. Undefined if operators may not see the state machine. */
  arnOf(stateMachine: string | undefined, name: string): string | undefined;
  /** Names of the state machines that operators may see. The first is account-application. */
  stateMachineNames(): readonly string[];
}
