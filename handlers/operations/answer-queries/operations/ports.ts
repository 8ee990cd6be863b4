import type { ExecutionStatus, Executions, Rule } from '../../../../api/types.generated.ts';
import type { Meets } from './why-not.ts';

/** The rules that events go by. */
export interface BusReader {
  rules(): Promise<readonly Rule[]>;
  readonly meets: Meets;
}

export interface ExecutionQuestion {
  /** The workflow of applications when missing. */
  readonly stateMachine: string | undefined;
  readonly status: ExecutionStatus;
  readonly cursor: string | undefined;
}

/** The runs of state machines. */
export interface ExecutionReader {
  /** Newest first. */
  list(question: ExecutionQuestion): Promise<Executions>;
  arnOf(stateMachine: string | undefined, name: string): string;
  /** Names of all machines; that of applications first. */
  stateMachineNames(): Promise<readonly string[]>;
}
