import type { JsonObject } from '../language/json.ts';
import type { ExecutionFacts, Snapshot } from './contract.ts';
import { newFrame } from './frame.ts';
import { storeFrames } from './stored-frames.ts';

/** The snapshot of an execution that has not started; the stimulus `start` starts it. */
export function initialSnapshot(facts: ExecutionFacts): Snapshot {
  return { execution: facts, status: 'RUNNING', lastEventId: 0, tasks: {}, interpreter: {} };
}

/** The history that TestState assumes for the tested state. */
export interface Past {
  /** The state's name. */
  readonly state: string;
  readonly variables: JsonObject;
  /** Number of retries used per retrier of the state, by the retrier's position. */
  readonly retries: readonly number[];
}

/** Like `initialSnapshot`, with variables and earlier attempts for the first state. */
export function snapshotAfter(facts: ExecutionFacts, { state, variables, retries }: Past): Snapshot {
  const root = { ...newFrame(state, facts.input, 0), variables, retries };
  return { ...initialSnapshot(facts), interpreter: storeFrames({ root, counter: 0 }) };
}
