import type { ExecutionFacts, Snapshot } from './contract.ts';

/** The snapshot of an execution that has not started; the stimulus `start` starts it. */
export function initialSnapshot(facts: ExecutionFacts): Snapshot {
  return { execution: facts, status: 'RUNNING', lastEventId: 0, tasks: {}, interpreter: {} };
}
